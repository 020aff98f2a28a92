import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { suitsWinograd } from '../src/kernels/winograd.ts';

/** A convolution by what `tf.conv2d` is given. */
export interface Convolution {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
}

const images = fc.integer({ min: 1, max: 3 });
const side = fc.integer({ min: 1, max: 12 });
const kernelSide = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constant(11));
const channels = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33);
const step = fc.integer({ min: 1, max: 3 });
const edge = fc.integer({ min: 0, max: 3 });
const explicit = fc.tuple(edge, edge, edge, edge).map(
  ([top, bottom, left, right]) =>
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ] as tf.backend_util.ExplicitPadding,
);

/** Convolutions with an output; `dilated` ones too, which have no gradients. */
export const convolutions = ({ dilated }: { dilated: boolean }): fc.Arbitrary<Convolution> =>
  fc
    .record({
      size: fc.tuple(images, side, side, channels),
      kernel: fc.tuple(kernelSide, kernelSide, channels),
      steps: fc.tuple(step, step),
      dilate: dilated ? fc.boolean() : fc.constant(false),
      pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), edge, explicit),
    })
    .map(({ size, kernel: [height, width, outputs], steps, dilate, pad }) => ({
      x: size,
      filter: [height, width, size[3], outputs] as Convolution['filter'],
      strides: dilate ? ([1, 1] as [number, number]) : steps,
      dilations: dilate ? steps : ([1, 1] as [number, number]),
      pad,
    }))
    .filter((convolution) => {
      const { outHeight, outWidth } = infoOf(convolution);
      return outHeight > 0 && outWidth > 0;
    });

/** Convolutions that are done by Winograd's windows, whole and cut off ones, of few images and of many. */
export const windowedConvolutions: fc.Arbitrary<Convolution> = fc
  .record({
    images: fc.oneof(images, fc.constant(40)),
    sides: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
    channels: fc.tuple(fc.constantFrom(16, 32, 80), fc.constantFrom(16, 48, 144)),
    pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), edge, explicit),
  })
  .map(({ images, sides, channels: [inputs, outputs], pad }) => windowed([images, ...sides, inputs], outputs, pad))
  .filter((convolution) => {
    const info = infoOf(convolution);
    const size = tf.util.sizeFromShape(convolution.x) * info.outChannels;
    return info.outHeight > 0 && info.outWidth > 0 && suitsWinograd(info) && size < 2_000_000;
  });

/** A convolution of 3×3 kernels, stride 1. */
export const windowed = (x: Convolution['x'], outputs: number, pad: Convolution['pad'] = 'same'): Convolution => ({
  x,
  filter: [3, 3, x[3], outputs],
  strides: [1, 1],
  dilations: [1, 1],
  pad,
});

/** Sizes and padding as TensorFlow.js counts them. */
export function infoOf({ x, filter, strides, dilations, pad }: Convolution) {
  return tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, 'floor');
}

/**
 * Calls `visit` for every product in a convolution with the places of its factors, and of the sum that it belongs to.
 * The place in x is −1 where the filter looks at padding.
 */
export function eachProduct(convolution: Convolution, visit: (x: number, filter: number, y: number) => void): void {
  const info = infoOf(convolution);
  const [batch, height, width, ci] = convolution.x;
  const [kh, kw, , co] = convolution.filter;
  const { outHeight, outWidth, padInfo } = info;
  for (let image = 0; image < batch; image++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let ky = 0; ky < kh; ky++) {
          for (let kx = 0; kx < kw; kx++) {
            const iy = oy * info.strideHeight + ky * info.dilationHeight - padInfo.top;
            const ix = ox * info.strideWidth + kx * info.dilationWidth - padInfo.left;
            const inside = iy >= 0 && ix >= 0 && iy < height && ix < width;
            for (let i = 0; i < ci; i++) {
              const xAt = inside ? ((image * height + iy) * width + ix) * ci + i : -1;
              for (let o = 0; o < co; o++) {
                visit(xAt, ((ky * kw + kx) * ci + i) * co + o, ((image * outHeight + oy) * outWidth + ox) * co + o);
              }
            }
          }
        }
      }
    }
  }
}
