import * as tf from '@tensorflow/tfjs-core';
import { drawn } from './drawn.ts';

/** Makes a linear layer under a path: `kernel` `[inputs, outputs]` drawn by the seed, `bias` `[outputs]` 0. */
export function linear(path: string, [inputs, outputs]: [number, number], seed: number) {
  const kernel = drawn(`${path}/kernel`, [inputs, outputs], seed);
  const bias = tf.tidy(() => tf.variable(tf.zeros([outputs])));

  return {
    variables: { [`${path}/kernel`]: kernel, [`${path}/bias`]: bias },

    /** `[b, t, inputs]` to `[b, t, outputs]`. */
    apply(x: tf.Tensor3D): tf.Tensor3D {
      const [b, t] = x.shape;
      const rows = tf.matMul(tf.reshape(x, [b * t, inputs]), kernel as tf.Tensor as tf.Tensor2D);
      return tf.reshape(tf.add(rows, bias), [b, t, outputs]);
    },
  };
}
