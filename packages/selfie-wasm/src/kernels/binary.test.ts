import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { broadcastShapes, combined } from '../../testing/broadcasting.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, reals, specialDraws } from '../../testing/random-tensor.ts';

type Binary = [(a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => number];

const functions: Record<string, Binary> = {
  add: [tf.add, (a, b) => a + b],
  sub: [tf.sub, (a, b) => a - b],
  mul: [tf.mul, (a, b) => a * b],
  div: [tf.div, (a, b) => a / b],
  maximum: [tf.maximum, Math.max],
  minimum: [tf.minimum, Math.min],
  squaredDifference: [tf.squaredDifference, (a, b) => Math.fround(a - b) ** 2],
};

describe('element-wise functions of two tensors', () => {
  for (const [name, [run, f]] of Object.entries(functions)) {
    it(`${name} agrees with loops, for shapes that broadcast`, () => {
      fc.assert(
        fc.property(broadcastShapes, specialDraws, specialDraws, ([aShape, bShape], aDraw, bDraw) => {
          tf.tidy(() => {
            const [a, b] = [integers(aShape as [number], aDraw), integers(bShape as [number], bDraw)];
            const { shape, values } = combined(f, a, b);
            expectValues(run(a, b), shape, values);
          });
        }),
        { numRuns: 60 },
      );
    });

    it(`${name} takes the same tensor twice, and more values than one thread takes at once`, () => {
      tf.tidy(() => {
        const [a, row] = [reals([19, 2001], { seed: 1 }), reals([2001], { seed: 2 })];
        for (const [left, right] of [
          [a, a],
          [a, row],
          [row, a],
          [a, tf.scalar(3)],
        ] as const) {
          const { shape, values } = combined(f, left, right);
          expectValues(
            inWebAssembly(() => run(left, right)),
            shape,
            values,
          );
        }
      });
    });
  }

  it('falls back where more than four sides remain to be broadcast', () => {
    const [a, b] = [
      reals<tf.Rank.R6>([2, 1, 3, 1, 2, 1], { seed: 1 }),
      reals<tf.Rank.R6>([1, 3, 1, 2, 1, 5], { seed: 2 }),
    ];
    const { shape, values } = combined((x, y) => x + y, a, b);
    expectValues(tf.add(a, b), shape, values);
  });

  it('gives nothing for nothing', () => {
    expectValues(tf.add(tf.zeros([0, 3]), tf.ones([3])), [0, 3], []);
    expectValues(tf.mul(tf.zeros([2, 0]), tf.ones([2, 1])), [2, 0], []);
  });
});
