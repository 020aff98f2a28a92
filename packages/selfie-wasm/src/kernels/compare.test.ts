import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastShapes, combined } from '../../testing/broadcasting.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { type Draw, draws, integers, reals, specialDraws } from '../../testing/random-tensor.ts';

type Relation = [(a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => boolean];

const relations: Record<string, Relation> = {
  equal: [tf.equal, (a, b) => a === b],
  notEqual: [tf.notEqual, (a, b) => a !== b],
  greater: [tf.greater, (a, b) => a > b],
  greaterEqual: [tf.greaterEqual, (a, b) => a >= b],
  less: [tf.less, (a, b) => a < b],
  lessEqual: [tf.lessEqual, (a, b) => a <= b],
};

const ofTruths: Record<string, Relation> = {
  equal: relations.equal!,
  logicalAnd: [tf.logicalAnd, (a, b) => a !== 0 && b !== 0],
  logicalOr: [tf.logicalOr, (a, b) => a !== 0 || b !== 0],
};

describe('comparisons', () => {
  for (const [name, [run, holds]] of Object.entries(ofTruths)) {
    it(`${name} of truth values agrees with loops, for shapes that broadcast`, () => {
      fc.assert(
        fc.property(broadcastShapes, draws, draws, ([aShape, bShape], aDraw, bDraw) => {
          tf.tidy(() => {
            const [a, b] = [truths(aShape, aDraw), truths(bShape, bDraw)];
            const { shape, values } = combined((x, y) => Number(holds(x, y)), a, b);
            const y = run(a, b);
            expect(y.dtype).toBe('bool');
            expectValues(y, shape, values);
          });
        }),
        { numRuns: 40 },
      );
    });

    it(`${name} takes more truth values than one thread takes at once`, () => {
      const [a, b] = [truths([10, 2001], { seed: 1 }), truths([2001], { seed: 2 })];
      const { shape, values } = combined((x, y) => Number(holds(x, y)), a, b);
      expectValues(
        inWebAssembly(() => run(a, b)),
        shape,
        values,
      );
    });
  }

  for (const [name, [run, holds]] of Object.entries(relations)) {
    const number = (a: number, b: number) => Number(holds(a, b));

    it(`${name} agrees with loops, for shapes that broadcast`, () => {
      fc.assert(
        fc.property(broadcastShapes, specialDraws, specialDraws, ([aShape, bShape], aDraw, bDraw) => {
          tf.tidy(() => {
            const [a, b] = [integers(aShape as [number], aDraw), integers(bShape as [number], bDraw)];
            const { shape, values } = combined(number, a, b);
            expectValues(run(a, b), shape, values);
          });
        }),
        { numRuns: 40 },
      );
    });

    it(`${name} takes int32, more values than one thread takes at once, and the same tensor twice`, () => {
      const a = tf.cast(integers<tf.Rank.R2>([10, 2001], { seed: 1 }), 'int32');
      const row = tf.cast(integers<tf.Rank.R1>([2001], { seed: 2 }), 'int32');
      for (const b of [row, a]) {
        const { shape, values } = combined(number, a, b);
        const y = inWebAssembly(() => run(a, b));
        expect(y.dtype).toBe('bool');
        expectValues(y, shape, values);
      }
    });
  }

  it('fall back for strings, and give nothing for nothing', () => {
    expectValues(tf.equal(tf.tensor1d(['a', 'b']), tf.tensor1d(['b', 'b'])), [2], [0, 1]);
    expectValues(tf.less(tf.zeros([0, 3]), tf.ones([3])), [0, 3], []);
  });
});

function truths(shape: number[], draw: Draw): tf.Tensor {
  return tf.greater(reals(shape as [number], draw), 0);
}
