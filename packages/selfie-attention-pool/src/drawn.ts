import * as tf from '@tensorflow/tfjs-core';
import { truncatedNormal } from 'selfie-random';

/** A variable of initial weights at this path: normal, σ 0.02, cut at 2σ, as in BERT. */
export function drawn(path: string, shape: number[], seed: number): tf.Variable {
  const values = truncatedNormal(new Float32Array(tf.util.sizeFromShape(shape)), 0.02, { seed, site: path });
  return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
}
