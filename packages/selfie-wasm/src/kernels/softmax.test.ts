import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { draws, reals } from '../../testing/random-tensor.ts';

const shapes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(33, 70)), {
  minLength: 1,
  maxLength: 3,
});

/** Softmax of the last side by loops in float64. */
function softmax(x: tf.Tensor): number[] {
  const [values, columns] = [Array.from(x.dataSync()), x.shape.at(-1)!];
  return values.map((value, i) => {
    const row = values.slice(i - (i % columns), i - (i % columns) + columns);
    const most = row.reduce((a, b) => Math.max(a, b));
    return Math.exp(value - most) / row.reduce((sum, other) => sum + Math.exp(other - most), 0);
  });
}

describe('softmax', () => {
  it('agrees with loops, for logits of any size', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1, 30, 1e4), draws, (shape, factor, draw) => {
        tf.tidy(() => {
          const x = tf.mul(reals(shape as [number], draw), factor);
          expectWithin(
            inWebAssembly(() => tf.softmax(x)),
            shape,
            softmax(x),
            2e-6,
          );
        });
      }),
      { numRuns: 40 },
    );
  });

  it('passes NaN on, and gives no weight to minus infinity', () => {
    expectWithin(tf.softmax(tf.tensor1d([0, -Infinity, 0, 0, 0])), [5], [0.25, 0, 0.25, 0.25, 0.25], 1e-6);
    const rows = tf.tensor2d([1, Number.NaN, 1, 1, 1, 2, 2, 2, 2, 2, Infinity, 0, 0, 0, 0], [3, 5]);
    const expected = [...Array(5).fill(Number.NaN), ...Array(5).fill(0.2), ...Array(5).fill(Number.NaN)];
    expectWithin(tf.softmax(rows), [3, 5], expected, 1e-6);
  });

  it('gives nothing for nothing', () => {
    expectValues(tf.softmax(tf.zeros([0, 3])), [0, 3], []);
  });
});
