import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { onCpu } from '../../testing/on-cpu.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const transpositions = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), perm: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }) }),
  );

/** Values of x in the order of the transposed sides. */
function transposed(x: tf.Tensor, perm: number[]) {
  const shape = perm.map((axis) => x.shape[axis]!);
  const [strides, values] = [[...tf.util.computeStrides(x.shape), 1], x.dataSync()];
  const result = Array.from({ length: x.size }, (_, i) => {
    const place = tf.util.indexToLoc(i, shape.length, tf.util.computeStrides(shape));
    return values[place.reduce((index, at, j) => index + at * strides[perm[j]!]!, 0)]!;
  });
  return { shape, result };
}

describe('transpose', () => {
  it('agrees with a loop for every order of sides, float32 and int32', () => {
    fc.assert(
      fc.property(transpositions, specialDraws, ({ shape, perm }, draw) => {
        tf.tidy(() => {
          const floats = integers(shape as [number], draw);
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const expected = transposed(x, perm);
            expectValues(
              inWebAssembly(() => tf.transpose(x, perm)),
              expected.shape,
              expected.result,
            );
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('moves more rows than one thread takes at once', () => {
    const x = integers<tf.Rank.R3>([3, 700, 5], { seed: 1 });
    const expected = transposed(x, [1, 2, 0]);
    expectValues(
      inWebAssembly(() => tf.transpose(x, [1, 2, 0])),
      expected.shape,
      expected.result,
    );
  });

  it('falls back for truth values, and gives nothing for nothing', () => {
    const x = tf.greater(integers<tf.Rank.R2>([3, 5], { seed: 1 }), 0);
    expectValues(
      tf.transpose(x),
      [5, 3],
      onCpu(() => tf.transpose(x).dataSync()),
    );
    expectValues(tf.transpose(tf.zeros([0, 3])), [3, 0], []);
  });
});
