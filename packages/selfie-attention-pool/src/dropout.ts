import * as tf from '@tensorflow/tfjs-core';
import { type Random, uniforms } from 'selfie-random';

/** Factors for a tensor `[b, …]` at a site, e.g. `block1/attention/weights`; no two places share a site. */
export type Dropout = (shape: readonly number[], site: string) => tf.Tensor;

/**
 * Makes dropout at this rate: factors that are 0 with the probability `rate`, else 1 / (1 − rate).
 *
 * Example i of the batch draws from the stream `random.first + i`, whatever else is in the batch.
 */
export function dropoutOf(rate: number, { seed, first }: Random): Dropout {
  return ([b = 0, ...rest], site) => {
    const size = tf.util.sizeFromShape(rest);
    const factors = new Float32Array(b * size);
    for (let example = 0; example < b; example++) {
      const draws = factors.subarray(example * size, (example + 1) * size);
      uniforms(draws, { seed, stream: first + example, site });
    }
    for (let i = 0; i < factors.length; i++) factors[i] = factors[i]! < rate ? 0 : 1 / (1 - rate);
    return tf.tensor(factors, [b, ...rest]);
  };
}
