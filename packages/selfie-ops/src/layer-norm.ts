import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import {
  type LayerNormAttrs,
  type LayerNormGradInputs,
  type LayerNormInputs,
  layerNormGradKernel,
  layerNormKernel,
} from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** Options of `layerNorm`. */
export interface LayerNormOptions {
  /** Added to the variance; above 0. @default 1e-6 */
  readonly epsilon?: number;
}

/**
 * Normalises each row of x `[..., d]` over its last axis (Ba, Kiros, Hinton 2016).
 *
 * `y = (x − mean) / √(variance + ε) · scale + shift`, with the biased variance. Gradients flow to x, scale and shift.
 *
 * @throws if scale or shift is not `[d]`.
 */
export function layerNorm<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor,
  shift: tf.Tensor,
  { epsilon = 1e-6 }: LayerNormOptions = {},
): T {
  expectShape('layerNorm: scale', scale, x.shape.slice(-1), 'give one number for each feature of x');
  expectShape('layerNorm: shift', shift, x.shape.slice(-1), 'give one number for each feature of x');
  return tf.tidy(() => run(operation, { x, scale, shift }, { epsilon })[0] as T);
}

const operation: Operation<LayerNormInputs<tf.Tensor>, LayerNormAttrs> = {
  kernelName: layerNormKernel,

  composite({ x, scale, shift }, { epsilon }) {
    const rows = tf.reshape(x, [-1, scale.size]); // [rows, d]
    const mean = tf.mean(rows, 1, true);
    const centred = tf.sub(rows, mean);
    const variance = tf.mean(tf.square(centred), 1, true);
    const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon)); // [rows, 1]
    const y = tf.add(tf.mul(tf.mul(centred, inverseDeviation), scale), shift);
    return [tf.reshape(y, x.shape), tf.reshape(mean, [-1]), tf.reshape(inverseDeviation, [-1])];
  },

  gradient: {
    inputsToSave: ['x', 'scale'],
    outputsToSave: [false, true, true],
    gradFunc([dy], [x, scale, mean, inverseDeviation]) {
      const inputs = { dy: dy!, x: x!, scale: scale!, mean: mean!, inverseDeviation: inverseDeviation! };
      const [dx, dscale, dshift] = run(gradOperation, inputs, {});
      return { x: () => dx!, scale: () => dscale!, shift: () => dshift! };
    },
    release: 'at once',
  },
};

const gradOperation: Operation<LayerNormGradInputs<tf.Tensor>, object> = {
  kernelName: layerNormGradKernel,

  composite({ dy, x, scale, mean, inverseDeviation }) {
    const column = [mean.size, 1];
    const rows = tf.reshape(dy, [mean.size, scale.size]); // [rows, d]
    const inverse = tf.reshape(inverseDeviation, column);
    const normalised = tf.mul(tf.sub(tf.reshape(x, rows.shape), tf.reshape(mean, column)), inverse);
    const dnormalised = tf.mul(rows, scale);
    const alongNormalised = tf.mul(normalised, tf.mean(tf.mul(dnormalised, normalised), 1, true));
    const dx = tf.mul(tf.sub(tf.sub(dnormalised, tf.mean(dnormalised, 1, true)), alongNormalised), inverse);
    return [tf.reshape(dx, x.shape), tf.sum(tf.mul(rows, normalised), 0), tf.sum(rows, 0)];
  },
};
