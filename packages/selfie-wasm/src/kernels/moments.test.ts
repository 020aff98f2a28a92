import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { batchNorm, convolution } from 'selfie-ops';
import { afterAll, describe, expect, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { kernelsOf } from '../../testing/kernels-of.ts';
import { layerOperands, layers } from '../../testing/layer.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';
import { bitsOf, expectSameBitsOnThreads } from '../../testing/same-bits.ts';
import { startBackend } from '../../testing/start-backend.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';
import { tileNames } from '../generated/binaries.ts';
import { machine } from '../machine.ts';

/** y, mean and variance of batch norm after a convolution. */
function normalised(x: tf.Tensor4D, filter: tf.Tensor4D, options: { stride?: number; moments: boolean }): tf.Tensor[] {
  const { y, mean, variance } = batchNorm(
    convolution(x, filter, options),
    tf.ones([filter.shape[3]]),
    tf.zeros([filter.shape[3]]),
  );
  return [y, mean, variance];
}

/** Mean and biased variance of the channels of y, in float64. */
function statistics(y: tf.Tensor) {
  const channels = y.shape.at(-1)!;
  const rows = y.size / channels;
  const values = y.dataSync();
  const of = (channel: number) => Array.from({ length: rows }, (_, row) => values[row * channels + channel]!);
  const means = Array.from({ length: channels }, (_, j) => of(j).reduce((sum, value) => sum + value, 0) / rows);
  const variances = means.map((mean, j) => of(j).reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
  return { means, variances };
}

/** Expects the same shapes and the same bits. */
function expectSame(actual: tf.Tensor[], expected: tf.Tensor[]): void {
  for (const [i, tensor] of actual.entries()) expectValues(tensor, expected[i]!.shape, expected[i]!.dataSync());
}

describe('moments that a convolution gathers', () => {
  it('give mean and variance as loops do', () => {
    fc.assert(
      fc.property(layers, specialDraws, (shape, draw) => {
        tf.tidy(() => {
          const { x, filter } = layerOperands(shape, draw);
          const y = convolution(x, filter, { stride: shape.stride });
          const { means, variances } = statistics(y);
          const [, mean, variance] = normalised(x, filter, { stride: shape.stride, moments: true });
          expectWithin(mean!, [shape.outputs], means, 3e-5);
          expectWithin(variance!, [shape.outputs], variances, 3e-5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('change no bit of batch norm', () => {
    fc.assert(
      fc.property(layers, specialDraws, (shape, draw) => {
        tf.tidy(() => {
          const { x, filter } = layerOperands(shape, draw);
          const separate = normalised(x, filter, { stride: shape.stride, moments: false });
          const together = normalised(x, filter, { stride: shape.stride, moments: true });
          expectSame(together, separate);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('save the pass over the outputs', () => {
    tf.tidy(() => {
      const { x, filter } = layerOperands(
        { images: 2, height: 5, width: 7, inputs: 3, outputs: 5, side: 3 },
        { seed: 1 },
      );
      expect(kernelsOf(() => normalised(x, filter, { moments: false }))).toContain('moments');
      expect(kernelsOf(() => normalised(x, filter, { moments: true }))).not.toContain('moments');
    });
  });

  it('do so where windows make whole blocks of pixels, and change no bit', () => {
    const shapes = [
      [3, 32, 32, 16], // items end within an image
      [70, 8, 8, 16],
      [410, 2, 2, 32], // the last item falls short of a block
      [101, 4, 4, 144],
    ] as const;
    for (const [images, height, width, inputs] of shapes) {
      tf.tidy(() => {
        const { x, filter } = layerOperands({ images, height, width, inputs, outputs: 48, side: 3 }, { seed: 1 });
        expect(kernelsOf(() => normalised(x, filter, { moments: true }))).toContain('winogradConv2d');
        expect(kernelsOf(() => normalised(x, filter, { moments: true }))).not.toContain('moments');
        expectSame(normalised(x, filter, { moments: true }), normalised(x, filter, { moments: false }));
        const spoiled = tf.where(tf.equal(tf.range(0, x.size), x.size >> 1), Infinity, tf.reshape(x, [-1]));
        const again = tf.reshape(spoiled, x.shape) as tf.Tensor4D; // by windows, then by direct sums
        expect(kernelsOf(() => normalised(again, filter, { moments: true }))).toContain('conv2d');
        expectSame(normalised(again, filter, { moments: true }), normalised(again, filter, { moments: false }));
      });
    }
  });

  it('are the same for every number of threads and every microkernel, bit for bit', async () => {
    // Few pixels and many channels, whose panels are split between items; then many pixels.
    const shapes = [
      { images: 2, height: 7, width: 9, inputs: 20, outputs: 100, side: 3 },
      { images: 3, height: 13, width: 11, inputs: 3, outputs: 17, side: 3 },
      // By windows: many of them, and many channels.
      { images: 70, height: 8, width: 8, inputs: 16, outputs: 48, side: 3 },
      { images: 1, height: 7, width: 8, inputs: 64, outputs: 256, side: 3 },
    ];
    const compute = () =>
      shapes.flatMap((shape, i) => {
        const { x, filter } = layerOperands(shape, { seed: i });
        return normalised(x, filter, { moments: true });
      });
    const expected = bitsOf(compute);
    await expectSameBitsOnThreads(compute);
    for (const tile of tileNames.keys()) {
      startBackend(1, machine(), tile);
      expect(bitsOf(compute).equals(expected)).toBe(true);
    }
  });
  afterAll(() => {
    startBackend(1);
  });

  it('keep their digits far from zero', () => {
    tf.tidy(() => {
      const x = integers<tf.Rank.R4>([2, 19, 17, 5], { seed: 3 });
      const eye = tf.reshape(tf.eye(5), [1, 1, 5, 5]) as tf.Tensor4D;
      const { variances } = statistics(x);
      const [, mean, variance] = normalised(tf.add(x, 4096) as tf.Tensor4D, eye, { moments: true });
      expectWithin(variance!, [5], variances, 1e-5);
      expectWithin(mean!, [5], statistics(tf.add(x, 4096)).means, 1e-7);
    });
  });

  it('pass NaN and infinity on within their channels', () => {
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R4>([2, 8, 9, 1]);
      const filter = tf.tensor4d([1, Number.NaN, 2, Infinity, 3, -Infinity], [1, 1, 1, 6]);
      const [, mean, variance] = normalised(x, filter, { moments: true });
      expectValues(mean!, [6], [1, Number.NaN, 2, Infinity, 3, -Infinity]);
      expectValues(variance!, [6], [0, Number.NaN, 0, Number.NaN, 0, Number.NaN]);
    });
  });

  it('are not those of the same values with other channels', () => {
    tf.tidy(() => {
      const { x, filter } = layerOperands(
        { images: 2, height: 6, width: 5, inputs: 3, outputs: 4, side: 3 },
        { seed: 7 },
      );
      const y = tf.reshape(convolution(x, filter, { moments: true }), [120, 2]);
      const { means, variances } = statistics(y);
      const { mean, variance } = batchNorm(y, tf.ones([2]), tf.zeros([2]));
      expectWithin(mean, [2], means, 1e-5);
      expectWithin(variance, [2], variances, 1e-5);
    });
  });

  it('serve one batch norm; the next one gathers its own', () => {
    tf.tidy(() => {
      const { x, filter } = layerOperands(
        { images: 2, height: 6, width: 5, inputs: 3, outputs: 4, side: 3 },
        { seed: 8 },
      );
      const y = convolution(x, filter, { moments: true });
      const [first, second] = [1, 2].map(() => batchNorm(y, tf.ones([4]), tf.zeros([4])).variance);
      expectValues(second!, [4], first!.dataSync());
    });
  });

  it('leave the gradients as they are, and no tensors behind', () => {
    const { x, filter } = layerOperands(
      { images: 2, height: 6, width: 5, inputs: 3, outputs: 4, side: 3 },
      { seed: 9 },
    );
    const gradients = (moments: boolean) =>
      valueAndGradients(
        (a, b) => normalised(a as tf.Tensor4D, b as tf.Tensor4D, { stride: 2, moments })[0]!,
        [x, filter],
      );
    const separate = gradients(false);
    const before = tf.memory();
    const together = gradients(true);
    expectSame(together, separate);
    tf.dispose(together);
    expect(tf.memory()).toEqual(before);
  });

  it('are not there for a convolution that falls back, nor for no images', () => {
    tf.tidy(() => {
      const large = layerOperands({ images: 2, height: 9, width: 8, inputs: 2, outputs: 3, side: 13 }, { seed: 10 });
      const { means } = statistics(convolution(large.x, large.filter));
      expectWithin(normalised(large.x, large.filter, { moments: true })[1]!, [3], means, 1e-5);
      const none = convolution(tf.zeros([0, 5, 5, 2]), tf.ones([3, 3, 2, 4]), { moments: true });
      expectValues(none, [0, 5, 5, 4], []);
    });
  });
});
