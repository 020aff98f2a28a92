import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type Draw, reals } from './random-tensor.ts';

/** A convolution as `convolution` of selfie-ops has it: a square filter, padded alike on all sides. */
export interface Layer {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
}

/** Around the blocks of 96 pixels, the vectors of 4 and of 16 channels, the panels and the groups of them, by windows and not. */
export const layers: fc.Arbitrary<Layer & { readonly stride: number }> = fc.record({
  images: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 13 }),
  width: fc.integer({ min: 1, max: 11 }),
  inputs: fc.constantFrom(1, 3, 7, 8, 16, 20, 32),
  outputs: fc.constantFrom(1, 3, 4, 5, 8, 15, 16, 17, 33, 64, 80, 100, 144),
  side: fc.constantFrom(1, 3, 5),
  stride: fc.integer({ min: 1, max: 3 }),
});

/** Images and a filter. */
export const layerOperands = ({ images, height, width, inputs, outputs, side }: Layer, draw: Draw) => ({
  x: reals<tf.Rank.R4>([images, height, width, inputs], draw),
  filter: reals<tf.Rank.R4>([side, side, inputs, outputs], { seed: draw.seed + 1 }),
});
