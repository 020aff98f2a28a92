import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type Convolution, convolutions, eachProduct, infoOf } from '../../testing/convolution.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { draws, integers } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';

/** Σ dy · filter by loops, for each value of x. */
function inputGradient(convolution: Convolution, dy: tf.Tensor, filter: tf.Tensor): Float64Array {
  const values = new Float64Array(tf.util.sizeFromShape(convolution.x));
  const [dys, filters] = [dy.dataSync(), filter.dataSync()];
  eachProduct(convolution, (xAt, filterAt, yAt) => {
    if (xAt >= 0) values[xAt]! += dys[yAt]! * filters[filterAt]!;
  });
  return values;
}

describe('conv2d input gradient', () => {
  it('agrees with loops for every size, stride and padding', () => {
    fc.assert(
      fc.property(convolutions({ dilated: false }), draws, draws, (convolution, dyDraw, filterDraw) => {
        tf.tidy(() => {
          const dy = integers<tf.Rank.R4>(infoOf(convolution).outShape as Convolution['x'], dyDraw);
          const filter = integers<tf.Rank.R4>(convolution.filter, filterDraw);
          const { strides, pad } = convolution;
          const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor';
          const attrs = { strides, pad, dataFormat: 'NHWC', dimRoundingMode, inputShape: convolution.x };
          const [dx] = runKernel('Conv2DBackpropInput', { dy, filter }, attrs);
          expectValues(dx!, convolution.x, inputGradient(convolution, dy, filter));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('passes NaN and infinity on to the pixels that the filter saw there', () => {
    const dy = tf.tensor4d([0, NaN, 0, 0, 0, 0, 0, Infinity, 0], [1, 3, 3, 1]);
    const dx = tf.conv2dTranspose(dy, tf.ones([2, 2, 1, 1]), [1, 4, 4, 1], 1, 'valid');
    expectValues(
      dx,
      [1, 4, 4, 1],
      [0, NaN, NaN, 0, 0, NaN, NaN, 0, 0, Infinity, Infinity, 0, 0, Infinity, Infinity, 0],
    );
  });
});
