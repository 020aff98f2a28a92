import * as tf from '@tensorflow/tfjs-core';
import {
  type ConvolutionAttrs,
  type ConvolutionFilterGradAttrs,
  type ConvolutionFilterGradInputs,
  type ConvolutionInputGradAttrs,
  type ConvolutionInputGradInputs,
  type ConvolutionInputs,
  type ConvolutionWindows,
  convolutionFilterGradKernel,
  convolutionInputGradKernel,
  convolutionKernel,
} from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** Options of `convolution`. */
export interface ConvolutionOptions {
  /** Pixels from one output to the next, at least 1. @default 1 */
  readonly stride?: number;
  /**
   * Whether `batchNorm` is to normalise the outputs by their own statistics: a backend may gather these while it convolves,
   * which saves a pass over memory. It changes no value.
   *
   * @default false
   */
  readonly moments?: boolean;
}

/**
 * Convolves images `[b, h, w, ci]` with a square filter `[k, k, ci, co]` of odd side to `[b, ⌈h / stride⌉, ⌈w / stride⌉, co]`,
 * padded with `(k − 1) / 2` zeros on all four sides at every stride, as PyTorch does.
 *
 * `tf.conv2d` cannot say this above stride 1 without a padded copy of the images, which its gradient then holds on to.
 * Gradients flow to both.
 *
 * @throws if the filter is not square with an odd side, or its channels are not the images'.
 */
export function convolution(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride = 1, moments = false }: ConvolutionOptions = {},
): tf.Tensor4D {
  const windows = convolutionWindows('convolution', x, filter, stride);
  return run(operation, { x, filter }, { ...windows, moments })[0] as tf.Tensor4D;
}

/** How a filter goes over x, once it is known to fit; `name` is that of the function that was called. */
export function convolutionWindows(name: string, x: tf.Tensor4D, filter: tf.Tensor4D, stride: number) {
  const [height, width, channels] = filter.shape;
  if (height !== width || height % 2 === 0) {
    throw new Error(`${name}: the filter must be square with an odd side: got [${filter.shape}]`);
  }
  if (channels !== x.shape[3]) {
    throw new Error(`${name}: expected a filter for ${x.shape[3]} channels, those of x, got [${filter.shape}]`);
  }
  return { stride, padding: (height - 1) / 2 };
}

const operation: Operation<ConvolutionInputs<tf.Tensor>, ConvolutionAttrs> = {
  kernelName: convolutionKernel,

  composite({ x, filter }, { stride, padding }) {
    const [images, kernel] = [x, filter] as [tf.Tensor4D, tf.Tensor4D];
    if (stride === 1) return tf.conv2d(images, kernel, 1, 'same');
    return tf.conv2d(padded(images, padding), kernel, stride, 'valid');
  },

  gradient: {
    inputsToSave: ['x', 'filter'],
    // One after the other and only those that are asked for: the first layer's input needs none.
    gradFunc: ([dy], [x, filter], windows) => convolutionGradients(() => dy!, x!, filter!, windows),
    release: 'filter',
  },
};

/** The gradients of both inputs, each of which computes `dy` `[b, ⌈h / stride⌉, ⌈w / stride⌉, co]`. */
export function convolutionGradients(
  dy: () => tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  { stride, padding }: ConvolutionWindows,
) {
  return {
    x: () => run(inputGradient, { dy: dy(), filter }, { stride, padding, inputShape: x.shape })[0]!,
    filter: () => run(filterGradient, { dy: dy(), x }, { stride, padding, filterShape: filter.shape })[0]!,
  };
}

const inputGradient: Operation<ConvolutionInputGradInputs<tf.Tensor>, ConvolutionInputGradAttrs> = {
  kernelName: convolutionInputGradKernel,

  composite({ dy, filter }, { stride, padding, inputShape }) {
    const [b, h, w, c] = inputShape as Shape4;
    const [outputs, kernel] = [dy, filter] as [tf.Tensor4D, tf.Tensor4D];
    if (stride === 1) return tf.conv2dTranspose(outputs, kernel, [b, h, w, c], 1, 'same');
    const whole: Shape4 = [b, h + 2 * padding, w + 2 * padding, c];
    const dx = tf.conv2dTranspose(outputs, kernel, whole, stride, 'valid');
    return padding === 0 ? dx : tf.slice(dx, [0, padding, padding, 0], [b, h, w, c]);
  },
};

const filterGradient: Operation<ConvolutionFilterGradInputs<tf.Tensor>, ConvolutionFilterGradAttrs> = {
  kernelName: convolutionFilterGradKernel,

  composite({ dy, x }, { stride, padding, filterShape }) {
    const pad = stride === 1 ? 'same' : 'valid';
    const images = stride === 1 ? x : padded(x as tf.Tensor4D, padding);
    const attrs = { strides: [stride, stride], pad, dataFormat: 'NHWC', filterShape };
    return tf.engine().runKernel('Conv2DBackpropFilter', { x: images, dy }, attrs) as tf.Tensor;
  },
};

type Shape4 = [number, number, number, number];

/** A border of zeros. */
function padded(x: tf.Tensor4D, border: number): tf.Tensor4D {
  if (border === 0) return x;
  const sides: [number, number] = [border, border];
  return tf.pad(x, [[0, 0], sides, sides, [0, 0]]);
}
