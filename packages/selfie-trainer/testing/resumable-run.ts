import { batches } from 'selfie-data';
import { adamW, movingAverage, sgd, type TrainOptions, warmupCosine } from '../src/index.ts';
import { finetuning, pictures, pretraining } from './small-runs.ts';

/** What a resumable run trains, and how. */
export interface ResumableRun {
  readonly task: 'pretraining' | 'finetuning';
  readonly optimizer: 'sgd' | 'adamW';
}

const batchSize = 4;

/** 26 pictures, which no number of batches uses up evenly. */
const { images, shape, labels } = pictures(26, 1);
const data = {
  length: shape[0],
  shape: [8, 8, 1],
  images: Uint8Array.from(images, (value) => 128 + 80 * value),
  labels: labels!,
  classes: 2,
} as const;

/** The options of a small run with all that a run can remember: dropout, batch norm, augmentation, slots, averages. */
export function resumableRun({ task, optimizer }: ResumableRun, steps: number): TrainOptions & { dispose(): void } {
  const objective = task === 'pretraining' ? pretraining({ norms: true }) : finetuning();
  const { variables } = objective;
  const parts = {
    objective,
    optimizer: optimizer === 'sgd' ? sgd({ variables }) : adamW({ variables }),
    average: movingAverage({ variables, decay: 0.9 }),
  };
  return {
    ...parts,
    learningRate: warmupCosine({ peak: optimizer === 'sgd' ? 0.05 : 0.01, warmup: 5, steps }),
    batches: batches({ data, batchSize, seed: 11, augment: { shift: 2, flip: 'horizontal' } }),
    steps,
    batchSize,
    seed: 12,
    dispose() {
      for (const part of Object.values(parts)) part.dispose();
    },
  };
}
