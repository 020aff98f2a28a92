import * as tf from '@tensorflow/tfjs-core';
import { permutation, type Random } from 'selfie-random';

export interface SplitPositionsOptions {
  /** Patches of an image, n. */
  readonly count: number;
  /** How many of them to hide, m: from 1 to n − 1. */
  readonly hidden: number;
  /** Images, b. */
  readonly batch: number;
  /** Image i draws from stream `first + i` of `seed`. */
  readonly random: Random;
}

/** Which patches of each image are seen and which are to be found, both int32 and in no order. */
export interface Split {
  /** `[b, n − m]` */
  readonly visible: tf.Tensor2D;
  /** `[b, m]` */
  readonly hidden: tf.Tensor2D;
}

/**
 * Splits the positions 0 … n − 1 of each image at random into visible `[b, n − m]` and hidden `[b, m]`.
 *
 * A split depends on the seed and the image's own stream number only, never on the batch it stands in. Every subset of m
 * positions is equally likely. (Selfie, section 3: a fresh split for every image of every batch.)
 *
 * @throws if hidden leaves nothing to see or nothing to find.
 */
export function splitPositions({ count, hidden, batch, random }: SplitPositionsOptions): Split {
  checkHidden(hidden, count);
  const seen = count - hidden;
  const visiblePositions = new Int32Array(batch * seen);
  const hiddenPositions = new Int32Array(batch * hidden);
  for (let image = 0; image < batch; image++) {
    const order = permutation(count, { seed: random.seed, stream: random.first + image, site: 'patches/split' });
    hiddenPositions.set(order.subarray(0, hidden), image * hidden);
    visiblePositions.set(order.subarray(hidden), image * seen);
  }
  return {
    visible: tf.tensor2d(visiblePositions, [batch, seen], 'int32'),
    hidden: tf.tensor2d(hiddenPositions, [batch, hidden], 'int32'),
  };
}

/** @throws if hiding `hidden` of `count` patches leaves nothing to see or nothing to find. */
export function checkHidden(hidden: number, count: number): void {
  if (!Number.isInteger(hidden) || hidden < 1 || hidden >= count) {
    throw new Error(
      `hidden must hide at least one patch and leave one visible: got ${hidden} of ${count}; ` +
        (count > 1 ? `use 1 to ${count - 1}` : 'use smaller patches'),
    );
  }
}
