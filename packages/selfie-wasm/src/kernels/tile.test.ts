import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const tilings = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 5 })
  .map((sides) => ({ shape: sides.map(([side]) => side), reps: sides.map(([, count]) => count) }));

describe('tile', () => {
  it('agrees with a loop for every rank, float32 and int32', () => {
    fc.assert(
      fc.property(tilings, specialDraws, ({ shape, reps }, draw) => {
        tf.tidy(() => {
          const floats = integers(shape as [number], draw);
          const outShape = shape.map((side, i) => side * reps[i]!);
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const values = x.dataSync();
            const expected = Array.from({ length: tf.util.sizeFromShape(outShape) }, (_, i) => {
              const place = tf.util.indexToLoc(i, outShape.length, tf.util.computeStrides(outShape));
              return values[place.reduce((index, at, j) => index * shape[j]! + (at % shape[j]!), 0)]!;
            });
            expectValues(tf.tile(x, reps), outShape, expected);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('gives nothing for nothing', () => {
    expectValues(tf.tile(tf.ones([2, 3]), [0, 2]), [0, 6], []);
    expectValues(tf.tile(tf.ones([0, 3]), [2, 2]), [0, 6], []);
  });
});
