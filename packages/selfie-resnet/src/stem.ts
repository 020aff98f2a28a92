import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from './architecture.ts';
import { type ConvolutionShape, convolution } from './convolution.ts';
import type { Layer } from './layer.ts';
import { normedConvolution } from './normed-convolution.ts';
import type { VariableMaker } from './owner.ts';

/** One row and column of zeros on each side: 'same' pads stride 2 unevenly, and with nothing that counts. */
const border: [number, number][] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

/** The convolution of a stem. */
export const stemConvolution = ({ stem, channels, width }: Architecture): ConvolutionShape =>
  stem === 'large'
    ? { inputs: channels, outputs: width, size: 7, stride: 2 }
    : { inputs: channels, outputs: width, size: 3, stride: 1 };

/**
 * Images `[b, h, w, channels]` to the first stage's input, `[b, h, w, width]` of the small stem and
 * `[b, ⌈h / 4⌉, ⌈w / 4⌉, width]` of the large.
 *
 * A norm and a ReLU follow the convolution in v1.5; v2's blocks begin with theirs. The large stem ends with a 3 × 3
 * max-pool of stride 2 that is padded with zeros.
 */
export function stem(make: VariableMaker, architecture: Architecture): Layer {
  const shape = stemConvolution(architecture);
  const conv: Layer =
    architecture.version === 'v2'
      ? convolution(make, 'stem/conv', shape)
      : normedConvolution(make, { conv: 'stem/conv', norm: 'stem/norm' }, shape, 'relu');
  const pool: Layer = architecture.stem === 'large' ? (x) => tf.maxPool(tf.pad(x, border), 3, 2, 'valid') : (x) => x;

  return (images, options) => pool(conv(images, options), options);
}
