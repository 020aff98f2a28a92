import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ConvolutionWindows } from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';

export type Conv2DInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** Kernel positions up to which pointers are held (MOST_TAPS in assembly/scratch.ts). */
const mostTaps = 128;

/** Whether a convolution is one for the WebAssembly kernels: channels last, and a kernel of a usual size. */
export function canConvolve(filterShape: number[], dataFormat = 'NHWC'): boolean {
  return dataFormat === 'NHWC' && filterShape[0]! * filterShape[1]! <= mostTaps;
}

/** Strides and padding, as far as a kernel's attributes say them. */
type Windows = Pick<Conv2DBackpropInputAttrs, 'pad' | 'dimRoundingMode'> & { strides: number | [number, number] };

/** The convolution that a gradient belongs to. */
export function forwardInfo(
  inputShape: number[],
  filterShape: number[],
  { strides, pad, dimRoundingMode }: Windows,
): Conv2DInfo {
  const [input, filter] = [inputShape, filterShape] as [Shape4, Shape4];
  return tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, dimRoundingMode);
}

/** Whether a gradient is one for the WebAssembly kernels: of such a convolution, and from a `dy` that has its output's shape. */
export function canConvolveBack(
  { shape }: TensorInfo,
  inputShape: number[],
  filterShape: number[],
  attrs: Windows & { dataFormat: 'NHWC' | 'NCHW' },
): boolean {
  return (
    canConvolve(filterShape, attrs.dataFormat) &&
    tf.util.arraysEqual(shape, forwardInfo(inputShape, filterShape, attrs).outShape)
  );
}

/** A convolution with as many zeros on each side. */
export function evenlyPadded(inputShape: number[], filterShape: number[], attrs: ConvolutionWindows): Conv2DInfo {
  return forwardInfo(inputShape, filterShape, { strides: attrs.stride, pad: attrs.padding, dimRoundingMode: 'floor' });
}

/** The attributes by which TensorFlow.js's kernels know such a convolution. */
export function stockAttrs({ stride, padding }: ConvolutionWindows): object {
  return { strides: [stride, stride], pad: padding, dataFormat: 'NHWC', dilations: [1, 1], dimRoundingMode: 'floor' };
}

type Shape4 = [number, number, number, number];

/** Bytes of the structure that `placeGeometry` lays out; another may follow. */
export const geometryBytes = 64;

/** Lays out a convolution's shape as assembly/geometry.ts reads it; answers its address. */
export function placeGeometry(backend: SelfieWasmBackend, info: Conv2DInfo): number {
  return backend.threads.place([
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
    info.batchSize * info.outHeight * info.outWidth,
  ]);
}
