import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const gathers = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }))
  .chain(({ shape, axis }) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.constant(axis),
      places: fc.array(fc.nat(shape[axis]! - 1), { minLength: 1, maxLength: 9 }),
    }),
  );

describe('gather', () => {
  it('agrees with a loop along every side, float32 and int32', () => {
    fc.assert(
      fc.property(gathers, specialDraws, ({ shape, axis, places }, draw) => {
        tf.tidy(() => {
          const floats = integers(shape as [number], draw);
          const inner = tf.util.sizeFromShape(shape.slice(axis + 1));
          const outer = tf.util.sizeFromShape(shape.slice(0, axis));
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const values = x.dataSync();
            const expected = [...Array(outer).keys()].flatMap((row) =>
              places.flatMap((place) => {
                const from = (row * shape[axis]! + place) * inner;
                return Array.from(values.slice(from, from + inner));
              }),
            );
            const y = inWebAssembly(() => tf.gather(x, tf.tensor1d(places, 'int32'), axis));
            expectValues(y, shape.with(axis, places.length), expected);
          }
        });
      }),
    );
  });

  it('puts the shape of its indices in the place of the side', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    expectValues(tf.gather(x, tf.tensor2d([[2, 0, 2]], [1, 3], 'int32')), [1, 3, 2], [5, 6, 1, 2, 5, 6]);
  });

  it('falls back for batches, and gives nothing for no indices', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expectValues(tf.gather(x, tf.tensor2d([[1], [0]], [2, 1], 'int32'), 1, 1), [2, 1], [2, 3]);
    expectValues(tf.gather(x, tf.tensor1d([], 'int32')), [0, 2], []);
  });

  it('throws for an index that is out of range', () => {
    for (const index of [-1, 2]) {
      expect(() => tf.gather(tf.zeros([2, 3]), tf.tensor1d([0, index], 'int32'))).toThrow(
        `GatherV2: the index value ${index} is not in [0, 1]`,
      );
    }
  });
});
