import type * as tf from '@tensorflow/tfjs-core';
import type { BatchNormOptions } from './batch-norm.ts';
import { type ConvolutionOptions, convolution, convolutionGradients, convolutionWindows } from './convolution.ts';
import { expectShape } from './expect-shape.ts';
import { frozenBatchNorm, frozenGradients } from './frozen-batch-norm.ts';
import {
  type ConvolutionFrozenBatchNormAttrs,
  type ConvolutionFrozenBatchNormInputs,
  convolutionFrozenBatchNormKernel,
} from './kernels.ts';
import { type Operation, run } from './operation.ts';
import type { Statistics } from './running-statistics.ts';

/** Options of `convolutionFrozenBatchNorm`: `stride`, `epsilon`, `activation`, `residual`. */
export type ConvolutionFrozenBatchNormOptions = Pick<ConvolutionOptions, 'stride'> & BatchNormOptions<tf.Tensor4D>;

/**
 * `frozenBatchNorm(convolution(x, filter), { mean, variance }, scale, shift)`, images `[b, h, w, ci]` to
 * `[b, ⌈h / stride⌉, ⌈w / stride⌉, co]`, in one operation: a backend may normalise what it convolved while that is at hand.
 *
 * Gradients flow to x, filter, mean, variance, scale, shift and residual; those of scale and variance convolve again, since
 * what was convolved is not kept.
 *
 * @throws if the filter is not square with an odd side, or its channels are not the images'; if mean, variance, scale or
 * shift is not `[co]`, or the residual has not y's shape.
 */
export function convolutionFrozenBatchNorm(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { mean, variance }: Statistics,
  scale: tf.Tensor,
  shift: tf.Tensor,
  { stride = 1, epsilon = 1e-5, activation = 'none', residual }: ConvolutionFrozenBatchNormOptions = {},
): tf.Tensor4D {
  const name = 'convolutionFrozenBatchNorm';
  const windows = convolutionWindows(name, x, filter, stride);
  const [batch, height, width] = x.shape;
  const channels = filter.shape[3];
  for (const [given, tensor] of Object.entries({ mean, variance, scale, shift })) {
    expectShape(`${name}: ${given}`, tensor, [channels], 'give one number for each channel of the filter');
  }
  if (residual !== undefined) {
    const shape = [batch, Math.ceil(height / stride), Math.ceil(width / stride), channels];
    expectShape(`${name}: residual`, residual, shape, 'give a tensor of the shape of the output');
  }
  const inputs = { x, filter, mean, variance, scale, shift, residual };
  return run(operation, inputs, { ...windows, epsilon, activation })[0] as tf.Tensor4D;
}

const operation: Operation<ConvolutionFrozenBatchNormInputs<tf.Tensor>, ConvolutionFrozenBatchNormAttrs> = {
  kernelName: convolutionFrozenBatchNormKernel,

  composite: ({ x, filter, mean, variance, scale, shift, residual }, { stride, epsilon, activation }) =>
    frozenBatchNorm<tf.Tensor>(convolved(x, filter, stride), { mean, variance }, scale, shift, {
      epsilon,
      activation,
      residual,
    }),

  gradient: {
    inputsToSave: ['x', 'filter', 'mean', 'variance', 'scale'],
    outputsToSave: [true],
    gradFunc([dy], [x, filter, mean, variance, scale, y], attrs) {
      const again = () => convolved(x!, filter!, attrs.stride);
      const given = { mean: mean!, variance: variance!, scale: scale!, y: y! };
      const { x: dconvolved, ...others } = frozenGradients(dy!, again, given, attrs);
      return { ...convolutionGradients(dconvolved, x!, filter!, attrs), ...others };
    },
  },
};

const convolved = (x: tf.Tensor, filter: tf.Tensor, stride: number) =>
  convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { stride });
