import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { convolution, convolutionFrozenBatchNorm, frozenBatchNorm } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { describeEachTile } from '../../testing/each-tile.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { kernelsOf } from '../../testing/kernels-of.ts';
import { type Layer, layerOperands, layers } from '../../testing/layer.ts';
import { type Draw, reals, specialDraws } from '../../testing/random-tensor.ts';
import { expectSameBitsOnThreads } from '../../testing/same-bits.ts';

/** A layer with its norm. */
interface NormedLayer extends Layer {
  readonly stride: number;
  readonly activation: 'none' | 'relu';
  readonly residual: boolean;
}

const follows = fc.record({ activation: fc.constantFrom('none' as const, 'relu' as const), residual: fc.boolean() });

const layer: NormedLayer = {
  ...{ images: 2, height: 9, width: 7, inputs: 16, outputs: 32, side: 3, stride: 1 },
  ...{ activation: 'relu', residual: true },
};

/** A convolution and its norm as one operation and as two, of random numbers. */
function bothWays(given: NormedLayer, draw: Draw = { seed: 1 }) {
  const { images, height, width, outputs, stride, activation, residual } = given;
  const random = (shape: number[], seed: number) => reals(shape as [number], { seed });
  const outputShape = [images, Math.ceil(height / stride), Math.ceil(width / stride), outputs];
  const { x, filter } = layerOperands(given, draw);
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
      fc.property(layers, follows, specialDraws, (given, following, draw) => {
        tf.tidy(() => {
          const { one, two } = bothWays({ ...given, ...following }, draw);
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
      const { one, two } = bothWays(layer, { seed: 1, special: [Infinity] });
      expect(kernelsOf(one)).toEqual(['batchNormFactor', 'winogradConv2d', 'conv2d']);
      expectSame(one(), two());
    });
  });

  it('gives nothing for no images', () => {
    tf.tidy(() => {
      const { one, two } = bothWays({ ...layer, images: 0 });
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
