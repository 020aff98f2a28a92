import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { pooled, pools } from '../../testing/pooling.ts';
import { draws, integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const mean = (seen: number[]) => seen.reduce((sum, value) => sum + value, 0) / seen.length;

describe('average pooling', () => {
  it('agrees with loops for every size, stride and padding', () => {
    fc.assert(
      fc.property(pools, specialDraws, (pool, draw) => {
        tf.tidy(() => {
          const x = integers<tf.Rank.R4>(pool.x, draw);
          const { shape, values, attrs } = pooled(mean, x, pool);
          expectWithin(runKernel('AvgPool', { x }, attrs)[0]!, shape, values, 1e-6);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has the gradient of the stock kernel', () => {
    fc.assert(
      fc.property(pools, draws, ({ x: shape, filter: [height, width], strides, pad }, draw) => {
        tf.tidy(() => {
          const input = tf.zeros<tf.Rank.R4>(shape);
          const attrs = { filterSize: [height, width], strides, pad };
          const { outShape } = tf.backend_util.computePool2DInfo(shape, [height, width], strides, 1, pad);
          const dy = integers<tf.Rank.R4>(outShape, draw);
          const named = attrs as object as tf.NamedAttrMap;
          expectLikeCpu(() => [tf.engine().runKernel('AvgPoolGrad', { dy, input }, named) as tf.Tensor], 1e-5);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has the gradient of a mean where every window is whole', () => {
    tf.tidy(() => {
      const x = reals<tf.Rank.R4>([2, 6, 6, 5], { seed: 1 });
      const pooled = valueAndGradients((t) => tf.avgPool(t as tf.Tensor4D, [2, 3], [2, 3], 'valid'), [x]);
      const means = valueAndGradients((t) => tf.mean(tf.reshape(t, [2, 3, 2, 2, 3, 5]), [2, 4]), [x]);
      for (const i of [0, 1]) expectWithin(pooled[i]!, pooled[i]!.shape, means[i]!.dataSync(), 1e-6);
    });
  });

  it('falls back for windows of one pixel, and gives nothing for nothing', () => {
    const x = integers<tf.Rank.R4>([2, 3, 5, 2], { seed: 1 });
    expectValues(tf.avgPool(x, 1, 1, 'valid'), [2, 3, 5, 2], x.dataSync());
    expectValues(tf.avgPool(tf.zeros<tf.Rank.R4>([0, 4, 4, 2]), 2, 2, 'valid'), [0, 2, 2, 2], []);
  });
});
