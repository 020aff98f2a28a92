import * as tf from '@tensorflow/tfjs-core';
import { type Convolution, convolutions } from './convolution.ts';

/** Windows of more than one pixel. */
export const pools = convolutions({ dilated: false }).filter(({ filter: [height, width] }) => height * width > 1);

/** f of what each window sees of x, by loops: shape and values, and the attributes of the kernel. */
export function pooled(
  f: (seen: number[]) => number,
  x: tf.Tensor4D,
  { filter: [height, width], strides, pad }: Convolution,
) {
  const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor';
  const info = tf.backend_util.computePool2DInfo(x.shape, [height, width], strides, 1, pad, dimRoundingMode);
  const [data, [batch, h, w, c]] = [x.dataSync(), x.shape];
  const values: number[] = [];
  for (let image = 0; image < batch; image++) {
    for (let top = -info.padInfo.top, oy = 0; oy < info.outHeight; top += strides[0], oy++) {
      for (let left = -info.padInfo.left, ox = 0; ox < info.outWidth; left += strides[1], ox++) {
        for (let channel = 0; channel < c; channel++) {
          const seen: number[] = [];
          for (let y = Math.max(0, top); y < Math.min(h, top + height); y++) {
            for (let x = Math.max(0, left); x < Math.min(w, left + width); x++) {
              seen.push(data[((image * h + y) * w + x) * c + channel]!);
            }
          }
          values.push(f(seen));
        }
      }
    }
  }
  return { shape: info.outShape, values, attrs: { filterSize: [height, width], strides, pad, dimRoundingMode } };
}
