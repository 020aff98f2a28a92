import * as tf from '@tensorflow/tfjs-core';
import { layerNorm } from 'selfie-ops';

/** Makes a layer norm under a path, ε 1e-6: `scale` `[size]` 1, `shift` `[size]` 0. */
export function norm(path: string, size: number) {
  const scale = tf.tidy(() => tf.variable(tf.ones([size])));
  const shift = tf.tidy(() => tf.variable(tf.zeros([size])));

  return {
    variables: { [`${path}/scale`]: scale, [`${path}/shift`]: shift },

    /** `[b, t, size]` to the same. */
    apply: (x: tf.Tensor3D): tf.Tensor3D => layerNorm(x, scale, shift, { epsilon: 1e-6 }),
  };
}
