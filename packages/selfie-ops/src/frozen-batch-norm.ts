import * as tf from '@tensorflow/tfjs-core';
import type { BatchNormOptions } from './batch-norm.ts';
import { expectShape } from './expect-shape.ts';
import { type FrozenBatchNormAttrs, type FrozenBatchNormInputs, frozenBatchNormKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';
import type { Statistics } from './running-statistics.ts';

/**
 * Normalises x `[..., c]` by statistics that are given: batch norm as in evaluation, or while it is frozen.
 *
 * `y = activation((x − mean) / √(variance + ε) · scale + shift + residual)`. Gradients flow to x, mean, variance, scale,
 * shift and residual.
 *
 * @throws if mean, variance, scale or shift is not `[c]`, or the residual has another shape than x.
 */
export function frozenBatchNorm<T extends tf.Tensor>(
  x: T,
  { mean, variance }: Statistics,
  scale: tf.Tensor,
  shift: tf.Tensor,
  { epsilon = 1e-5, activation = 'none', residual }: BatchNormOptions<T> = {},
): T {
  for (const [name, tensor] of Object.entries({ mean, variance, scale, shift })) {
    expectShape(`frozenBatchNorm: ${name}`, tensor, x.shape.slice(-1), 'give one number for each channel of x');
  }
  if (residual !== undefined) {
    expectShape('frozenBatchNorm: residual', residual, x.shape, 'give a tensor of the shape of x');
  }
  const [y] = run(operation, { x, mean, variance, scale, shift, residual }, { epsilon, activation });
  return y as T;
}

const operation: Operation<FrozenBatchNormInputs<tf.Tensor>, FrozenBatchNormAttrs> = {
  kernelName: frozenBatchNormKernel,

  composite({ x, mean, variance, scale, shift, residual }, { epsilon, activation }) {
    const rows = tf.reshape(x, [-1, scale.size]) as tf.Tensor2D; // [n, c]
    const [m, v, b, a] = [mean, variance, shift, scale] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const normalised = tf.reshape(tf.batchNorm(rows, m, v, b, a, epsilon), x.shape);
    const sum = residual === undefined ? normalised : tf.add(normalised, residual);
    return activation === 'relu' ? tf.relu(sum) : sum;
  },

  gradient: {
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    outputsToSave: [true],
    gradFunc: ([dy], [x, mean, variance, scale, y], attrs) =>
      frozenGradients(dy!, () => x!, { mean: mean!, variance: variance!, scale: scale!, y: y! }, attrs),
  },
};

/** The gradients of all inputs, where y `[..., c]` came of them; `x` is computed only for those of scale and variance. */
export function frozenGradients(
  dy: tf.Tensor,
  x: () => tf.Tensor,
  { mean, variance, scale, y }: Statistics & { readonly scale: tf.Tensor; readonly y: tf.Tensor },
  { epsilon, activation }: FrozenBatchNormAttrs,
) {
  const dsum = activation === 'relu' ? tf.mul(dy, tf.step(y)) : dy; // step(0) = 0, as the gradient of relu
  const byChannel = (tensor: tf.Tensor) => tf.sum(tf.reshape(tensor, [-1, scale.size]), 0); // [c]
  const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
  const dscale = () => tf.mul(byChannel(tf.mul(dsum, tf.sub(x(), mean))), inverseDeviation);
  const factor = tf.mul(scale, inverseDeviation);
  return {
    x: () => tf.mul(dsum, factor),
    mean: () => tf.neg(tf.mul(byChannel(dsum), factor)),
    variance: () => tf.mul(dscale(), tf.mul(tf.mul(factor, inverseDeviation), -0.5)),
    scale: dscale,
    shift: () => byChannel(dsum),
    residual: () => tf.clone(dsum),
  };
}
