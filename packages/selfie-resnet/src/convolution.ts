import type * as tf from '@tensorflow/tfjs-core';
import { convolution as convolve } from 'selfie-ops';
import { normal } from 'selfie-random';
import type { ApplyOptions } from './layer.ts';
import type { VariableMaker } from './owner.ts';

/** What a convolution is made of. */
export interface ConvolutionShape {
  /** Channels that come in and go out. */
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the kernel in pixels, odd. */
  readonly size: number;
  /** Pixels from one output to the next. */
  readonly stride: number;
}

/**
 * A convolution `[b, h, w, inputs]` → `[b, ⌈h / stride⌉, ⌈w / stride⌉, outputs]` without bias, padded with
 * (size − 1) / 2 zeros on all four sides at every stride, as in PyTorch.
 *
 * The variable is `kernel` `[size, size, inputs, outputs]`, He normal by fan-out: σ² = 2 / (size² · outputs). Where a norm
 * follows, the convolution is applied with its options: in training the statistics of the batch can be gathered on the way.
 */
export function convolution(make: VariableMaker, path: string, shape: ConvolutionShape) {
  const { inputs, outputs, size, stride } = shape;
  const deviation = Math.sqrt(2 / (size * size * outputs));
  const kernel = make.weights<tf.Rank.R4>(`${path}/kernel`, [size, size, inputs, outputs], (values, at) => {
    normal(values, deviation, at);
  });
  return (x: tf.Tensor4D, { training = false }: ApplyOptions = {}): tf.Tensor4D =>
    convolve(x, kernel, { stride, moments: training && kernel.trainable });
}
