import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const reversals = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axes: fc.subarray([...shape.keys()], { minLength: 1 }) }));

describe('reverse', () => {
  it('agrees with a loop along any sides, float32 and int32', () => {
    fc.assert(
      fc.property(reversals, specialDraws, ({ shape, axes }, draw) => {
        tf.tidy(() => {
          const floats = integers(shape as [number], draw);
          const strides = tf.util.computeStrides(shape);
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const values = x.dataSync();
            const expected = Array.from(values, (_, i) => {
              const place = tf.util.indexToLoc(i, shape.length, strides);
              const from = place.map((at, j) => (axes.includes(j) ? shape[j]! - 1 - at : at));
              return values[tf.util.locToIndex(from, shape.length, strides)]!;
            });
            expectValues(
              inWebAssembly(() => tf.reverse(x, axes)),
              shape,
              expected,
            );
          }
        });
      }),
    );
  });

  it('takes all sides unless told otherwise, and gives nothing for nothing', () => {
    expectValues(tf.reverse(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])), [2, 3], [6, 5, 4, 3, 2, 1]);
    expectValues(tf.reverse(tf.zeros([0, 3])), [0, 3], []);
  });
});
