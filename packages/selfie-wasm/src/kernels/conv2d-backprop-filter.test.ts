import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Convolution, convolutions, eachProduct, infoOf } from '../../testing/convolution.ts';
import { describeEachTile } from '../../testing/each-tile.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { draws, integers, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';
import { expectSameBitsOnThreads } from '../../testing/same-bits.ts';
import { startBackend } from '../../testing/start-backend.ts';
import { tileNames } from '../generated/binaries.ts';
import { machine } from '../machine.ts';

/** Σ x · dy by loops, for each value of the filter. */
function filterGradient(convolution: Convolution, x: tf.Tensor, dy: tf.Tensor): Float64Array {
  const values = new Float64Array(tf.util.sizeFromShape(convolution.filter));
  const [xs, dys] = [x.dataSync(), dy.dataSync()];
  eachProduct(convolution, (xAt, filterAt, yAt) => {
    values[filterAt]! += (xAt < 0 ? 0 : xs[xAt]!) * dys[yAt]!;
  });
  return values;
}

function check(convolution: Convolution, x: tf.Tensor4D, dy: tf.Tensor4D): void {
  const { strides, pad, filter } = convolution;
  const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor';
  const attrs = { strides, pad, dataFormat: 'NHWC', dimRoundingMode, filterShape: filter };
  const [dFilter] = runKernel('Conv2DBackpropFilter', { x, dy }, attrs);
  expectValues(dFilter!, filter, filterGradient(convolution, x, dy));
}

describe('conv2d filter gradient', () => {
  it('agrees with loops for every size, stride and padding', () => {
    fc.assert(
      fc.property(convolutions({ dilated: false }), specialDraws, draws, (convolution, xDraw, dyDraw) => {
        tf.tidy(() => {
          const x = integers<tf.Rank.R4>(convolution.x, xDraw);
          const dy = integers<tf.Rank.R4>(infoOf(convolution).outShape as Convolution['x'], dyDraw);
          check(convolution, x, dy);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('agrees with loops where the pixels are so many that their sum is cut into shares', () => {
    for (const channels of [3, 9]) {
      const convolution: Convolution = {
        x: [5, 33, 31, channels],
        filter: [3, 3, channels, 5],
        strides: [1, 1],
        dilations: [1, 1],
        pad: 'same',
      };
      tf.tidy(() => check(convolution, integers(convolution.x, { seed: 1 }), integers([5, 33, 31, 5], { seed: 2 })));
    }
  });
});

describeEachTile('conv2d filter gradient', () => {
  // Around the most channels of long sums (128), columns that are packed (256) and rows that are multiplied (288) at a time.
  it.each([
    [128, 16],
    [128, 129],
    [64, 256],
    [300, 7],
    [9, 260],
    [577, 32],
  ])('it agrees with loops from %i to %i channels, over sums of one term more than fits', (inputs, outputs) => {
    for (const pixels of [129, 257]) {
      const convolution: Convolution = {
        x: [1, 1, pixels, inputs],
        filter: [1, 1, inputs, outputs],
        strides: [1, 1],
        dilations: [1, 1],
        pad: 'valid',
      };
      tf.tidy(() =>
        check(convolution, integers(convolution.x, { seed: 3 }), integers([1, 1, pixels, outputs], { seed: 4 })),
      );
    }
  });
});

it('gives the same bits with every tile', () => {
  const gradients = [...tileNames.keys()].map((tile) => {
    startBackend(1, machine(), tile);
    return [
      [64, 256],
      [30, 70],
    ].map(([inputs, outputs]) => {
      const x = tf.randomNormal([2, 20, 20, inputs!], 0, 1, 'float32', 5);
      const dy = tf.randomNormal([2, 20, 20, outputs!], 0, 1, 'float32', 6);
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape: [1, 1, inputs!, outputs!] };
      return runKernel('Conv2DBackpropFilter', { x, dy }, attrs)[0]!.dataSync();
    });
  });
  startBackend(1);
  for (const others of gradients.slice(1)) expect(others).toEqual(gradients[0]);
});

it('gives the same bits on any number of threads, by which the filter is cut into columns and rows', () =>
  expectSameBitsOnThreads(() =>
    [
      { inputs: 30, outputs: 600, side: 3 },
      { inputs: 577, outputs: 40, side: 1 },
      { inputs: 300, outputs: 520, side: 1 },
    ].map(({ inputs, outputs, side }) => {
      const x = tf.randomNormal([1, 15, 11, inputs], 0, 1, 'float32', 5);
      const dy = tf.randomNormal([1, 15, 11, outputs], 0, 1, 'float32', 6);
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape: [side, side, inputs, outputs] };
      return runKernel('Conv2DBackpropFilter', { x, dy }, attrs)[0]!;
    }),
  ));
