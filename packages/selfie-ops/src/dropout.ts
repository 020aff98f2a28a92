import * as tf from '@tensorflow/tfjs-core';
import { type Random, uniforms } from 'selfie-random';
import { type DropoutAttrs, type DropoutInputs, dropoutKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** How dropout draws. */
export interface DropoutOptions {
  /** Probability that a value is dropped, in [0, 1). */
  readonly rate: number;
  /** Example i of the batch draws from the stream `random.first + i`, whatever else is in the batch. */
  readonly random: Random;
  /** What is dropped, e.g. `block1/dropout`: no two places of a network share a site. */
  readonly site: string;
}

/**
 * Sets values of x `[b, ...]` to 0 with the probability `rate`, and multiplies the others by `1 / (1 − rate)`.
 *
 * Nothing is kept for the gradient, which draws the same again (Srivastava et al. 2014; the draws are selfie-random's
 * `uniforms`, below the rate for what is dropped).
 *
 * @throws RangeError if the rate is not in [0, 1); an Error if x has no batch axis.
 */
export function dropout<T extends tf.Tensor>(x: T, { rate, random, site }: DropoutOptions): T {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: rate lies in [0, 1): got ${rate}`);
  if (x.rank === 0) throw new Error('dropout: expected x [b, ...], got a scalar; reshape it to [1]');
  return run(operation, { x }, { rate, site, seed: random.seed, first: random.first })[0] as T;
}

const operation: Operation<DropoutInputs<tf.Tensor>, DropoutAttrs> = {
  kernelName: dropoutKernel,

  composite({ x }, { rate, seed, first, site }) {
    const [b = 0, ...rest] = x.shape;
    const size = tf.util.sizeFromShape(rest);
    const factors = new Float32Array(b * size);
    for (let example = 0; example < b; example++) {
      uniforms(factors.subarray(example * size, (example + 1) * size), { seed, stream: first + example, site });
    }
    for (let i = 0; i < factors.length; i++) factors[i] = factors[i]! < rate ? 0 : 1 / (1 - rate);
    return tf.mul(x, tf.tensor(factors, x.shape));
  },

  gradient: {
    inputsToSave: [],
    gradFunc([dy], _saved, attrs) {
      return { x: () => run(operation, { x: dy! }, attrs)[0]! };
    },
  },
};
