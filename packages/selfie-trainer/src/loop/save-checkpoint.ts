import type { Variables } from '../interfaces.ts';
import { readVariables } from '../variables/read-variables.ts';
import type { RunSettings } from './run-settings.ts';
import type { StepReport } from './step-report.ts';
import type { CheckpointOptions } from './train-options.ts';

/**
 * Saves the run as it stands after the step of a report.
 *
 * @throws what `score` throws; a sentence if the checkpoint cannot be saved, unless that is only to warn.
 */
export async function saveCheckpoint(
  { store, score, onFailure = 'stop' }: CheckpointOptions,
  { state, settings, report }: { state: Variables; settings: RunSettings; report: StepReport },
): Promise<void> {
  const judged = await score?.(report);
  const step = report.step + 1;
  try {
    const tensors = await readVariables(state);
    await store.save({ step, tensors, metadata: settings, ...(Number.isFinite(judged) && { score: judged }) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `the checkpoint of step ${step} could not be saved, the one before it is intact: ${reason}`;
    if (onFailure === 'stop') {
      throw new Error(`${sentence}; run again to go on from there, or set checkpoints.onFailure to 'continue'`, {
        cause,
      });
    }
    console.warn(`${sentence}; training goes on`);
  }
}
