import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import {
  type Activation,
  type BatchNormAttrs,
  type BatchNormGradInputs,
  type BatchNormInputs,
  batchNormGradKernel,
  batchNormKernel,
} from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** Options of `batchNorm`. */
export interface BatchNormOptions<T extends tf.Tensor = tf.Tensor> {
  /** Added to the variance; above 0. @default 1e-5 */
  readonly epsilon?: number;
  /** What comes last. @default 'none' */
  readonly activation?: Activation;
  /** Added before the activation; of x's shape. @default nothing */
  readonly residual?: T;
}

/**
 * Normalises x `[..., c]` by its own mean and variance over all axes but the last: batch norm as in training.
 *
 * `y = activation((x − mean) / √(variance + ε) · scale + shift + residual)`. The variance `[c]` is biased (divided by
 * n); PyTorch's running statistics take it times `n / (n − 1)`. Gradients flow from `y` to x, scale, shift and
 * residual; those of `mean` and `variance` are not defined and count as zero.
 *
 * @throws if scale or shift is not `[c]`, or the residual has another shape than x.
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor,
  shift: tf.Tensor,
  { epsilon = 1e-5, activation = 'none', residual }: BatchNormOptions<T> = {},
): { y: T; mean: tf.Tensor1D; variance: tf.Tensor1D } {
  expectShape('batchNorm: scale', scale, x.shape.slice(-1), 'give one number for each channel of x');
  expectShape('batchNorm: shift', shift, x.shape.slice(-1), 'give one number for each channel of x');
  if (residual !== undefined) expectShape('batchNorm: residual', residual, x.shape, 'give a tensor of the shape of x');
  const attrs = { epsilon, activation, residual: residual !== undefined };
  const [y, mean, variance] = run(operation, { x, scale, shift, residual }, attrs);
  return { y: y as T, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

const operation: Operation<BatchNormInputs<tf.Tensor>, BatchNormAttrs> = {
  kernelName: batchNormKernel,

  composite({ x, scale, shift, residual }, { epsilon, activation }) {
    const rows = tf.reshape(x, [-1, scale.size]); // [n, c]
    const mean = tf.mean(rows, 0);
    const centred = tf.sub(rows, mean);
    const variance = tf.mean(tf.square(centred), 0);
    const normalised = tf.mul(centred, tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon))));
    const affine = tf.reshape(tf.add(normalised, shift), x.shape);
    const sum = residual === undefined ? affine : tf.add(affine, residual);
    return [activation === 'relu' ? tf.relu(sum) : sum, mean, variance];
  },

  gradient: {
    inputsToSave: ['x', 'scale'],
    outputsToSave: [true, true, true],
    gradFunc([dy], [x, scale, y, mean, variance], attrs) {
      const inputs = { dy: dy!, x: x!, y: y!, scale: scale!, mean: mean!, variance: variance! };
      const [dx, dscale, dshift, dresidual] = run(gradOperation, inputs, attrs);
      return { x: () => dx!, scale: () => dscale!, shift: () => dshift!, residual: () => dresidual! };
    },
    release: 'at once',
  },
};

const gradOperation: Operation<BatchNormGradInputs<tf.Tensor>, BatchNormAttrs> = {
  kernelName: batchNormGradKernel,

  composite({ dy, x, y, scale, mean, variance }, { epsilon, activation, residual }) {
    const dsum = activation === 'relu' ? tf.mul(dy, tf.step(y)) : dy; // step(0) = 0, as the gradient of relu
    const rows = tf.reshape(dsum, [-1, scale.size]); // [n, c]
    const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
    const normalised = tf.mul(tf.sub(tf.reshape(x, rows.shape), mean), inverseDeviation);
    const dshift = tf.sum(rows, 0);
    const dscale = tf.sum(tf.mul(rows, normalised), 0);
    const n = rows.shape[0]!;
    const throughStatistics = tf.div(tf.add(dshift, tf.mul(normalised, dscale)), n);
    const dx = tf.mul(tf.sub(rows, throughStatistics), tf.mul(scale, inverseDeviation));
    const outputs = [tf.reshape(dx, x.shape), dscale, dshift];
    return residual ? [...outputs, tf.clone(dsum)] : outputs;
  },
};
