import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { eachProduct, infoOf, windowedConvolutions } from '../../testing/convolution.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { draws, integers, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';

type Shape4 = [number, number, number, number];

describe('convolutions by windows', () => {
  it('agree with loops to the bit, infinities among the values or not', () => {
    fc.assert(
      fc.property(windowedConvolutions, specialDraws, draws, draws, (convolution, xDraw, filterDraw, dyDraw) => {
        tf.tidy(() => {
          const { strides, pad, filter: filterShape, x: inputShape } = convolution;
          const shape = infoOf(convolution).outShape as Shape4;
          const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor';
          const attrs = { strides, pad, dilations: [1, 1], dataFormat: 'NHWC', dimRoundingMode };
          const x = integers<tf.Rank.R4>(inputShape, xDraw);
          const filter = integers<tf.Rank.R4>(filterShape, filterDraw);
          const dy = integers<tf.Rank.R4>(shape, { ...dyDraw, special: xDraw.special });
          const [y] = runKernel('Conv2D', { x, filter }, attrs);
          const [dx] = runKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape });
          const [dFilter] = runKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape });
          const [xs, filters, dys] = [x.dataSync(), filter.dataSync(), dy.dataSync()];
          const expected = {
            y: new Float64Array(dys.length),
            dx: new Float64Array(xs.length),
            dFilter: new Float64Array(filters.length),
          };
          eachProduct(convolution, (xAt, filterAt, yAt) => {
            expected.y[yAt]! += (xAt < 0 ? 0 : xs[xAt]!) * filters[filterAt]!;
            expected.dFilter[filterAt]! += (xAt < 0 ? 0 : xs[xAt]!) * dys[yAt]!;
            if (xAt >= 0) expected.dx[xAt]! += dys[yAt]! * filters[filterAt]!;
          });
          expectValues(y!, shape, expected.y);
          expectValues(dx!, inputShape, expected.dx);
          expectValues(dFilter!, filterShape, expected.dFilter);
        });
      }),
      { numRuns: 60 },
    );
  });
});
