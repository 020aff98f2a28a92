import { permutation } from 'selfie-random';
import type { Augmentation } from './augment/augmentation.ts';
import { type ArrayBatch, batchAssembler, type PictureOptions } from './batch-assembler.ts';

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
  const pictureOf = shuffled(pictures, seed);
  return (step) => {
    if (!Number.isInteger(step) || step < 0) {
      throw new RangeError(`step must be a whole number from 0: got ${step}; count steps from 0`);
    }
    const first = step * batchSize;
    const chosen = new Int32Array(batchSize).map((_, i) => pictureOf(first + i));
    return assemble(chosen, { seed, first });
  };
}

/** The picture of each example of an endless row of epochs; the last epoch's order is kept, as nothing but a cache. */
function shuffled(pictures: Int32Array, seed: number): (example: number) => number {
  const orderOf = (epoch: number) => permutation(pictures.length, { seed, stream: epoch, site: 'data/order' });
  let cached = { epoch: 0, order: orderOf(0) };
  return (example) => {
    const epoch = Math.floor(example / pictures.length);
    if (epoch !== cached.epoch) cached = { epoch, order: orderOf(epoch) };
    return pictures[cached.order[example % pictures.length]!]!;
  };
}
