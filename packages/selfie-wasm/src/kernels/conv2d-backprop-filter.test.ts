import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type Convolution, convolutions, eachProduct, infoOf } from '../../testing/convolution.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { draws, integers, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';

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
