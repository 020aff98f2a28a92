import type { AvgPoolAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Conv2DInfo } from './geometry.ts';

/** The windows of a pooling of x [n, h, w, c]. */
export function poolInfo(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: AvgPoolAttrs): Conv2DInfo {
  const shape = x.shape as [number, number, number, number];
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Windows of one pixel are left to the JavaScript kernels, which answer x itself. */
export function hasWindow({ filterHeight, filterWidth }: Conv2DInfo): boolean {
  return filterHeight * filterWidth > 1;
}
