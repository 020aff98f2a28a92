import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
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

/** Two shapes that broadcast: sides of a common shape, each kept or 1, the front ones perhaps left out. */
const shapes = fc
  .array(fc.record({ side: fc.integer({ min: 1, max: 9 }), keep: fc.constantFrom('both', 'both', 'a', 'b') }), {
    maxLength: 5,
  })
  .chain((sides) =>
    fc.record({ sides: fc.constant(sides), left: fc.nat(sides.length), shorter: fc.constantFrom('a', 'b') }),
  )
  .map(({ sides, left, shorter }) => {
    const of = (which: string) => sides.map(({ side, keep }) => (keep === 'both' || keep === which ? side : 1));
    const [a, b] = [of('a'), of('b')];
    return shorter === 'a' ? [a.slice(left), b] : [a, b.slice(left)];
  });

/** a ∘ b by loops, rounded to float32. */
function combined(f: (a: number, b: number) => number, a: tf.Tensor, b: tf.Tensor) {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const [as, bs] = [a.dataSync(), b.dataSync()];
  const strides = tf.util.computeStrides(shape);
  const at = (own: number[], place: number[]) =>
    own.reduce((index, side, i) => index * side + (side === 1 ? 0 : place[place.length - own.length + i]!), 0);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => {
    const place = tf.util.indexToLoc(i, shape.length, strides);
    return f(as[at(a.shape, place)]!, bs[at(b.shape, place)]!);
  });
  return { shape, values };
}

describe('element-wise functions of two tensors', () => {
  for (const [name, [run, f]] of Object.entries(functions)) {
    it(`${name} agrees with loops, for shapes that broadcast`, () => {
      fc.assert(
        fc.property(shapes, specialDraws, specialDraws, ([aShape, bShape], aDraw, bDraw) => {
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
