import * as tf from '@tensorflow/tfjs-core';
import { type ArrayBatch, toTensors } from '../loop/array-batch.ts';
import { nextTask } from '../loop/next-task.ts';
import { read } from '../loop/read.ts';
import type { PatchSelection } from '../objectives/patch-selection.ts';

/** What is measured, and on which pictures. */
export interface SelectionAccuracyOptions {
  readonly objective: Pick<PatchSelection, 'select'>;
  /** Patches of an image, n, e.g. `patches.count`. */
  readonly count: number;
  /** Pictures as in evaluation, e.g. `evaluationBatches(…)`. */
  readonly batches: Iterable<ArrayBatch> | AsyncIterable<ArrayBatch>;
  /** Seeds the split into visible and hidden patches; image i draws from stream i, as in `evaluate`. @default 0 */
  readonly seed?: number;
}

/** How often the patch that belongs to a hidden position was chosen. */
export interface SelectionAccuracy {
  /** Of all hidden positions, in [0, 1]. */
  readonly overall: number;
  /** Of each position `[n]`, row-major, in [0, 1]; NaN of one that was never hidden. */
  readonly accuracy: Float64Array;
  /** How often each position was hidden `[n]`. */
  readonly counts: Int32Array;
}

/**
 * The accuracy of patch selection at each position of the picture: where the task is easy, and where it is hard.
 *
 * As in evaluation: running statistics, no dropout. Costs one forward pass of all parts a picture.
 *
 * @throws if there is no picture, if a hidden position is none of the n, or if the objective's loss has no logits.
 */
export async function selectionAccuracyByPosition({
  objective,
  count,
  batches,
  seed = 0,
}: SelectionAccuracyOptions): Promise<SelectionAccuracy> {
  const counts = new Int32Array(count);
  const right = new Int32Array(count);
  let pictures = 0;
  for await (const batch of batches) {
    const answers = await read<Int32Array>(() => {
      const { hidden, logits } = objective.select(toTensors(batch).images, { random: { seed, first: pictures } });
      if (!logits) throw new Error('the loss gives no logits: accuracy needs one that does, e.g. contrastiveLoss()');
      const own = tf.range(0, logits.shape[2], 1, 'int32'); // [m]
      return tf.stack([hidden, tf.cast(tf.equal(tf.argMax(logits, 2), own), 'int32')], 2); // [b, m, 2]
    });
    for (let i = 0; i < answers.length; i += 2) {
      const position = answers[i]!;
      if (position >= count)
        throw new Error(`position ${position} was hidden, of ${count}: give count = patches.count`);
      counts[position]! += 1;
      right[position]! += answers[i + 1]!;
    }
    pictures += batch.shape[0];
    await nextTask();
  }
  if (pictures === 0) throw new Error('no accuracy: the batches hold no picture');
  return {
    overall: sum(right) / sum(counts),
    accuracy: Float64Array.from(right, (times, position) => times / counts[position]!),
    counts,
  };
}

const sum = (values: Int32Array) => values.reduce((total, value) => total + value);
