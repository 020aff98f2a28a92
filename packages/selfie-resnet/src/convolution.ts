import * as tf from '@tensorflow/tfjs-core';
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
 *
 * The variable is `kernel` `[size, size, inputs, outputs]`, He normal by fan-out: σ² = 2 / (size² · outputs).
 */
export function convolution(make: VariableMaker, path: string, shape: ConvolutionShape) {
  const { inputs, outputs, size, stride } = shape;
  const deviation = Math.sqrt(2 / (size * size * outputs));
  const kernel = make.weights<tf.Rank.R4>(`${path}/kernel`, [size, size, inputs, outputs], (values, at) => {
    normal(values, deviation, at);
  });
  return (x: tf.Tensor4D): tf.Tensor4D =>
    stride === 1 ? tf.conv2d(x, kernel, 1, 'same') : tf.conv2d(padded(x, (size - 1) / 2), kernel, stride, 'valid');
}

/**
 * A map with a border of zeros, `[b, h + 2 border, w + 2 border, c]`.
 *
 * For strides above 1, where 'same' pads more below and to the right than above and to the left.
 */
export function padded(x: tf.Tensor4D, border: number): tf.Tensor4D {
  if (border === 0) return x;
  const sides: [number, number] = [border, border];
  return tf.pad(x, [[0, 0], sides, sides, [0, 0]]);
}
