import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { convolution, convolutionFrozenBatchNorm, frozenBatchNorm } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { describeEachTile } from '../../testing/each-tile.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { kernelsOf } from '../../testing/kernels-of.ts';
import { type Draw, reals, specialDraws } from '../../testing/random-tensor.ts';
import { expectSameBitsOnThreads } from '../../testing/same-bits.ts';

interface Layer {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
  readonly stride: number;
  readonly activation: 'none' | 'relu';
  readonly residual: boolean;
}

/** Around the blocks of 96 pixels, the vectors of 4 channels, the panels, and Winograd's windows, whole and cut off ones. */
const layers: fc.Arbitrary<Layer> = fc.record({
  images: fc.integer({ min: 0, max: 3 }),
  height: fc.integer({ min: 1, max: 13 }),
  width: fc.integer({ min: 1, max: 11 }),
  inputs: fc.constantFrom(1, 3, 8, 16, 32),
  outputs: fc.constantFrom(1, 3, 4, 5, 15, 16, 17, 33, 64, 80, 144),
  side: fc.constantFrom(1, 3, 5),
  stride: fc.constantFrom(1, 1, 2, 3),
  activation: fc.constantFrom('none' as const, 'relu' as const),
  residual: fc.boolean(),
});

const layer: Layer = {
  ...{ images: 2, height: 9, width: 7, inputs: 16, outputs: 32, side: 3, stride: 1 },
  ...{ activation: 'relu', residual: true },
};

/** A convolution and its norm as one operation and as two, of random numbers. */
function bothWays(
  { images, height, width, inputs, outputs, side, stride, activation, residual }: Layer,
  draw: Partial<Draw> = {},
) {
  const random = (shape: number[], seed: number) => reals(shape as [number], { seed });
  const outputShape = [images, Math.ceil(height / stride), Math.ceil(width / stride), outputs];
  const x = reals<tf.Rank.R4>([images, height, width, inputs], { seed: 1, ...draw });
  const filter = random([side, side, inputs, outputs], 2) as tf.Tensor4D;
  const statistics = { mean: random([outputs], 3), variance: tf.abs(random([outputs], 4)) };
  const [scale, shift] = [random([outputs], 5), random([outputs], 6)];
  const options = {
    ...{ epsilon: 1e-3, activation },
    residual: residual ? (random(outputShape, 7) as tf.Tensor4D) : undefined,
  };
  return {
    one: () => convolutionFrozenBatchNorm(x, filter, statistics, scale, shift, { stride, ...options }),
    two: () => frozenBatchNorm(convolution(x, filter, { stride }), statistics, scale, shift, options),
  };
}

function expectSame(one: tf.Tensor, two: tf.Tensor): void {
  expectValues(one, two.shape, two.dataSync());
}

describeEachTile('a convolution that is normalised while it is in cache', () => {
  it('has the bits of the two operations, also where values are not finite', () => {
    fc.assert(
      fc.property(layers, specialDraws, (given, draw) => {
        tf.tidy(() => {
          const { one, two } = bothWays(given, draw);
          expectSame(one(), two());
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('a convolution that is normalised while it is in cache', () => {
  it('is one pass, by windows or not', () => {
    tf.tidy(() => {
      expect(kernelsOf(bothWays(layer).one)).toEqual(['batchNormFactor', 'winogradConv2d']);
      expect(kernelsOf(bothWays({ ...layer, side: 1 }).one)).toEqual(['batchNormFactor', 'conv2d']);
    });
  });

  it('is done again by direct sums, the residual added once, where windows overflow', () => {
    tf.tidy(() => {
      const { one, two } = bothWays(layer, { special: [Infinity] });
      expect(kernelsOf(one)).toEqual(['batchNormFactor', 'winogradConv2d', 'conv2d']);
      expectSame(one(), two());
    });
  });

  it('falls back for kernels of more than 128 positions', () => {
    tf.tidy(() => {
      const { one, two } = bothWays({ ...layer, side: 13 });
      expectSame(one(), two());
    });
  });

  it('has the same bits on any number of threads', async () => {
    const shapes = [layer, { ...layer, images: 12, outputs: 144 }, { ...layer, side: 1, inputs: 64, outputs: 33 }];
    await expectSameBitsOnThreads(() => shapes.map((given) => bothWays(given).one()));
  });
});
