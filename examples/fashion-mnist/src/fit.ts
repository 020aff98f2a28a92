import { batches, type ImageDataset } from 'selfie-data';
import { type Objective, type StepReport, sgd, train, warmupCosine } from 'selfie-trainer';
import { augment, normalise } from './pictures.ts';

/** What tells pretraining from finetuning. */
export interface Protocol {
  readonly objective: Objective;
  readonly data: ImageDataset;
  /** The pictures of `data` to learn from; absent: all. */
  readonly indices?: Int32Array;
  readonly batchSize: number;
  readonly steps: number;
  /** Steps in which the rate rises; at most a quarter of all. */
  readonly warmup: number;
  readonly weightDecay: number;
  readonly seed: number;
}

/** Who watches and who may stop. */
export interface Watch {
  readonly onStep: (report: StepReport) => void;
  readonly signal: AbortSignal;
}

/** Trains on shifted and flipped pictures, with a largest rate of 0.1, and gives the seconds that it took. */
export async function fit(protocol: Protocol, { onStep, signal }: Watch): Promise<number> {
  const { objective, data, indices, batchSize, steps, weightDecay, seed } = protocol;
  const warmup = Math.min(protocol.warmup, Math.floor(steps / 4));
  const optimizer = sgd({ variables: objective.variables, weightDecay });
  const started = performance.now();
  try {
    await train({
      objective,
      optimizer,
      learningRate: warmupCosine({ peak: 0.1, warmup, steps }),
      batches: batches({ data, indices, batchSize, seed, augment, normalise }),
      steps,
      batchSize,
      seed,
      onStep,
      signal,
    });
  } finally {
    optimizer.dispose();
  }
  return (performance.now() - started) / 1000;
}
