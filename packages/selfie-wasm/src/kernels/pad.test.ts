import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const paddings = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 5 })
  .map((sides) => ({
    shape: sides.map(([side]) => side),
    padding: sides.map(([, before, after]) => [before, after] as [number, number]),
  }));

describe('pad', () => {
  it('agrees with a loop for every rank, float32 and int32', () => {
    fc.assert(
      fc.property(paddings, fc.integer({ min: -3, max: 3 }), specialDraws, ({ shape, padding }, constant, draw) => {
        tf.tidy(() => {
          const floats = integers(shape as [number], draw);
          const outShape = shape.map((side, i) => side + padding[i]![0] + padding[i]![1]);
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const values = x.dataSync();
            const expected = Array.from({ length: tf.util.sizeFromShape(outShape) }, (_, i) => {
              const place = tf.util
                .indexToLoc(i, outShape.length, tf.util.computeStrides(outShape))
                .map((at, j) => at - padding[j]![0]);
              const inside = place.every((at, j) => at >= 0 && at < shape[j]!);
              return inside ? values[place.reduce((index, at, j) => index * shape[j]! + at, 0)]! : constant;
            });
            expectValues(
              inWebAssembly(() => tf.pad(x, padding, constant)),
              outShape,
              expected,
            );
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('fills a tensor that was empty', () => {
    expectValues(
      tf.pad(
        tf.zeros([0, 2]),
        [
          [1, 1],
          [0, 1],
        ],
        7,
      ),
      [2, 3],
      Array(6).fill(7),
    );
  });
});
