import type { Augmentation } from './augment/augmentation.ts';
import { type ArrayBatch, batchAssembler, type PictureOptions } from './batch-assembler.ts';
import { checkStep } from './check-step.ts';
import { exampleOrder } from './example-order.ts';

/** Options of `batches`. */
export interface BatchOptions extends PictureOptions {
  /** Decides the order of pictures and every draw of the augmentation: an unsigned 32-bit integer. */
  readonly seed: number;
  /**
   * How pictures are changed at random.
   *
   * @default not at all
   */
  readonly augment?: Augmentation;
}

/**
 * Batches `[batchSize, h, w, c]` as a function of the step: the same step gives the same batch, whatever was asked before.
 *
 * Example `i` of step `s` is number `s · batchSize + i` of an endless row of epochs, each a permutation of all pictures
 * drawn from (seed, epoch). A batch may straddle two epochs, so every picture comes once an epoch and none is left out.
 * The example's number is also the stream its augmentation is drawn from.
 *
 * @throws RangeError if an option is out of its range; the returned function, if the step is no whole number.
 */
export function batches({ seed, augment, ...options }: BatchOptions): (step: number) => ArrayBatch {
  const { pictures, assemble } = batchAssembler(options, augment);
  const { batchSize } = options;
  const pictureOf = exampleOrder(pictures, seed);
  return (step) => {
    checkStep(step);
    const first = step * batchSize;
    const chosen = new Int32Array(batchSize).map((_, i) => pictureOf(first + i));
    return assemble(chosen, { seed, first });
  };
}
