import type * as tf from '@tensorflow/tfjs-core';
import { convolution as convolve } from 'selfie-ops';
import { normal } from 'selfie-random';
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
 */
export function convolution(make: VariableMaker, path: string, shape: ConvolutionShape) {
  const kernel = convolutionKernel(make, path, shape);
  return (x: tf.Tensor4D): tf.Tensor4D => convolve(x, kernel, { stride: shape.stride });
}

/** Its variable: `kernel` `[size, size, inputs, outputs]`, He normal by fan-out, σ² = 2 / (size² · outputs). */
export function convolutionKernel(
  make: VariableMaker,
  path: string,
  { inputs, outputs, size }: ConvolutionShape,
): tf.Variable<tf.Rank.R4> {
  const deviation = Math.sqrt(2 / (size * size * outputs));
  return make.weights<tf.Rank.R4>(`${path}/kernel`, [size, size, inputs, outputs], (values, at) => {
    normal(values, deviation, at);
  });
}
