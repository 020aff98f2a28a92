import type { CheckpointStore } from '../checkpoints/checkpoint-store.ts';
import type { Variables } from '../interfaces.ts';
import { assignVariables } from '../variables/assign-variables.ts';
import { noProgress, type Progress, progressOf } from './progress.ts';
import { differences, type RunSettings } from './run-settings.ts';

/**
 * Takes the run's state from the latest checkpoint, if there is one, and gives its progress.
 *
 * Another backend only warns: there, results differ in the last bits.
 *
 * @throws a sentence that lists what differs if the checkpoint is another run's.
 */
export async function resume(store: CheckpointStore, state: Variables, settings: RunSettings): Promise<Progress> {
  const checkpoint = await store.latest();
  if (!checkpoint) return noProgress;
  const { step, tensors, metadata } = checkpoint;
  const different = differences(metadata, settings);
  if (different.length > 0) {
    throw new Error(
      `the checkpoint of step ${step} is another run's: ${different.join(', ')}; ` +
        'use another folder, or the old options',
    );
  }
  if (metadata.backend !== settings.backend) {
    console.warn(
      `The checkpoint of step ${step} was made on ${metadata.backend}, the run goes on with ${settings.backend}: ` +
        'its results will differ in the last bits.',
    );
  }
  assignVariables(state, tensors);
  return progressOf(checkpoint);
}
