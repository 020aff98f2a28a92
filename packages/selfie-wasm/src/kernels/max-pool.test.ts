import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { onCpu } from '../../testing/on-cpu.ts';
import { pooled, pools } from '../../testing/pooling.ts';
import { draws, integers, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';

/** The largest number; NaN does not count. */
function largest(seen: number[]): number {
  let most = -Infinity;
  for (const value of seen) if (value > most) most = value;
  return most;
}

describe('max pooling', () => {
  it('agrees with loops for every size, stride and padding', () => {
    fc.assert(
      fc.property(pools, specialDraws, (pool, draw) => {
        tf.tidy(() => {
          const x = integers<tf.Rank.R4>(pool.x, draw);
          const { shape, values, attrs } = pooled(largest, x, pool);
          expectValues(runKernel('MaxPool', { x }, attrs)[0]!, shape, values);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has the gradient of the stock kernel', () => {
    fc.assert(
      fc.property(pools, draws, draws, ({ x: shape, filter: [height, width], strides, pad }, xDraw, dyDraw) => {
        tf.tidy(() => {
          const input = integers<tf.Rank.R4>(shape, xDraw);
          const attrs = {
            filterSize: [height, width],
            strides,
            pad,
            dimRoundingMode: typeof pad === 'string' ? undefined : 'floor',
          };
          const [output] = runKernel('MaxPool', { x: input }, attrs);
          const dy = integers<tf.Rank.R4>(output!.shape as typeof shape, dyDraw);
          const run = () =>
            tf.engine().runKernel('MaxPoolGrad', { dy, input, output: output! }, attrs as object as tf.NamedAttrMap);
          const expected = onCpu(() => (run() as tf.Tensor).dataSync());
          expectValues(inWebAssembly(run) as tf.Tensor, shape, expected);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('falls back for windows of one pixel, and gives nothing for nothing', () => {
    const x = integers<tf.Rank.R4>([2, 3, 5, 2], { seed: 1 });
    expectValues(tf.maxPool(x, 1, 1, 'valid'), [2, 3, 5, 2], x.dataSync());
    expectValues(tf.maxPool(tf.zeros<tf.Rank.R4>([0, 4, 4, 2]), 2, 2, 'valid'), [0, 2, 2, 2], []);
  });
});
