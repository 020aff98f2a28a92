import type { ChannelStatistics, Shape } from 'selfie-data';
import { type LoadingOptions, pictureLoader } from 'selfie-data/node';
import { type PatchSelection, type StepReport, sgd, train, warmupCosine } from 'selfie-trainer';
import { checkpointFolder, jsonLinesLog, stepLog } from 'selfie-trainer/node';
import type { Files } from './files.ts';
import type { Photos } from './photos.ts';
import { timedBatches } from './timed-batches.ts';

/** How pictures are changed at random: a part of them, mirrored or not, in slightly other colours. */
const augment = {
  randomResizedCrop: { scale: [0.25, 1] },
  colorJitter: { brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.02 },
  flip: 'horizontal',
} as const;

const recipe = { learningRate: 0.1, weightDecay: 1e-4 };

/** What decides the weights besides the pictures. */
export interface Protocol {
  readonly size: number;
  readonly patch: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly normalise: ChannelStatistics;
}

/** What has no influence on them. */
export interface Surroundings {
  readonly files: Files;
  readonly loading: LoadingOptions;
  readonly signal: AbortSignal;
  /** Called after each step, with the seconds that it waited for its pictures. */
  readonly onStep: (report: StepReport, waited: number) => void;
}

/**
 * Pretrains on the pictures to learn from, or goes on with it from the newest checkpoint.
 *
 * @throws the signal's reason, after the current step; Error if the checkpoint is another run's, or too many pictures are
 * broken.
 */
export async function pretrain(
  task: PatchSelection,
  { pictures, training }: Photos,
  { size, patch, steps, batchSize, seed, normalise }: Protocol,
  { files, loading, signal, onStep }: Surroundings,
): Promise<void> {
  const { learningRate, weightDecay } = recipe;
  const shape: Shape = [size, size, 3];
  const loader = pictureLoader({
    ...{ pictures, indices: training, shape, batchSize, seed, augment, normalise, loading },
  });
  const optimizer = sgd({ variables: task.variables, weightDecay });
  const { batches, waited } = timedBatches(loader.batches);
  const writeStep = stepLog(jsonLinesLog(files.steps));
  const options = { pictures: pictures.length, size, patch, normalise, augment, ...recipe };
  try {
    const { stopped } = await train({
      objective: task,
      optimizer,
      learningRate: warmupCosine({ peak: learningRate, warmup: Math.min(100, Math.floor(steps / 4)), steps }),
      ...{ batches, steps, batchSize, seed, signal },
      checkpoints: { store: checkpointFolder({ folder: files.folder, keep: 2 }), every: 100, options },
      onStep: async (report) => {
        await writeStep(report, { waited: waited() });
        onStep(report, waited());
      },
    });
    if (stopped) signal.throwIfAborted();
  } finally {
    optimizer.dispose();
    await loader.close();
  }
}
