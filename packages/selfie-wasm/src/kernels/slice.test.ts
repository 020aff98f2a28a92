import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const slices = fc
  .array(
    fc.integer({ min: 1, max: 7 }).chain((side) => fc.tuple(fc.constant(side), fc.nat(side - 1), fc.nat(side - 1))),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((sides) => ({
    shape: sides.map(([side]) => side),
    begin: sides.map(([, a, b]) => Math.min(a, b)),
    size: sides.map(([, a, b]) => Math.abs(a - b) + 1),
  }));

describe('slice', () => {
  it('agrees with a loop for every rank, float32 and int32', () => {
    fc.assert(
      fc.property(slices, specialDraws, ({ shape, begin, size }, draw) => {
        tf.tidy(() => {
          const floats = integers(shape as [number], draw);
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const values = x.dataSync();
            const expected = Array.from({ length: tf.util.sizeFromShape(size) }, (_, i) => {
              const place = tf.util.indexToLoc(i, size.length, tf.util.computeStrides(size));
              return values[shape.reduce((index, side, j) => index * side + begin[j]! + place[j]!, 0)]!;
            });
            expectValues(
              inWebAssembly(() => tf.slice(x, begin, size)),
              size,
              expected,
            );
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('takes −1 for the rest, and gives nothing for nothing', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    expectValues(tf.slice(x, [0, 1], [-1, -1]), [2, 2], [2, 3, 5, 6]);
    expectValues(tf.slice(x, [1, 1], [0, 2]), [0, 2], []);
  });

  it('throws for a slice that is not inside', () => {
    expect(() => tf.slice(tf.zeros([2, 3]), [1, 1], [2, 1])).toThrow('begin[0] + size[0] (3) would overflow');
  });
});
