import type { Objective } from '../interfaces.ts';
import { type ArrayBatch, toTensors } from './array-batch.ts';
import { nextTask } from './next-task.ts';
import { readScalars } from './read-scalars.ts';

/** What an evaluation needs. */
export interface EvaluateOptions {
  /** What to measure. */
  readonly objective: Objective;
  /** Every image once, always in the same order; batches may differ in size. */
  readonly batches: Iterable<ArrayBatch> | AsyncIterable<ArrayBatch>;
  /**
   * Seeds the split into visible and hidden patches. Image i draws from stream i, so the split is fixed and does not
   * depend on how the images are cut into batches.
   *
   * @default 0
   */
  readonly seed?: number;
}

/** Means over all images. */
export interface Evaluation {
  readonly loss: number;
  /** The objective's metrics, e.g. `accuracy` in [0, 1]. */
  readonly metrics: Readonly<Record<string, number>>;
  /** How many images there were. */
  readonly pictures: number;
}

/**
 * Applies an objective as in evaluation (running statistics, no dropout) and averages loss and metrics over all images.
 *
 * @throws if there is no image.
 */
export async function evaluate({ objective, batches, seed = 0 }: EvaluateOptions): Promise<Evaluation> {
  let pictures = 0;
  let names: string[] = [];
  let sums: number[] = [];
  for await (const batch of batches) {
    const means = await readScalars(() => {
      const { loss, metrics } = objective.apply(toTensors(batch), { random: { seed, first: pictures } });
      names = Object.keys(metrics);
      return [loss, ...Object.values(metrics)];
    });
    sums = means.map((mean, i) => (sums[i] ?? 0) + mean * batch.shape[0]);
    pictures += batch.shape[0];
    await nextTask();
  }
  if (pictures === 0) throw new Error('nothing to evaluate: the batches hold no image');
  const [loss, ...metrics] = sums.map((sum) => sum / pictures) as [number, ...number[]];
  return { loss, metrics: Object.fromEntries(names.map((name, i) => [name, metrics[i]!])), pictures };
}
