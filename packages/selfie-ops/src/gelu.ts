import * as tf from '@tensorflow/tfjs-core';
import { type GeluGradInputs, type GeluInputs, geluGradKernel, geluKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/**
 * Multiplies each number of x `[...]` by the normal distribution's probability of a smaller one: the exact GELU.
 *
 * `x · Φ(x)` with `Φ(x) = (1 + erf(x / √2)) / 2` (Hendrycks, Gimpel 2016), not the approximation by tanh.
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return run(operation, { x }, {})[0] as T;
}

const operation: Operation<GeluInputs<tf.Tensor>, object> = {
  kernelName: geluKernel,

  composite: ({ x }) => tf.mul(x, cumulativeNormal(x)),

  gradient: {
    inputsToSave: ['x'],
    gradFunc([dy], [x]) {
      const [dx] = run(gradOperation, { dy: dy!, x: x! }, {});
      return { x: () => dx! };
    },
    release: 'at once',
  },
};

const gradOperation: Operation<GeluGradInputs<tf.Tensor>, object> = {
  kernelName: geluGradKernel,

  composite({ dy, x }) {
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return tf.mul(dy, tf.add(cumulativeNormal(x), tf.mul(x, density)));
  },
};

function cumulativeNormal(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}
