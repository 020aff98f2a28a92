import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastShapes, combined } from '../../testing/broadcasting.ts';
import { expectRelatively, expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { type Draw, draws, integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

type Binary = [(a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => number];

const functions: Record<string, Binary> = {
  add: [tf.add, (a, b) => a + b],
  sub: [tf.sub, (a, b) => a - b],
  mul: [tf.mul, (a, b) => a * b],
  div: [tf.div, (a, b) => a / b],
  maximum: [tf.maximum, Math.max],
  minimum: [tf.minimum, Math.min],
  squaredDifference: [tf.squaredDifference, (a, b) => Math.fround(a - b) ** 2],
  prelu: [tf.prelu, (a, b) => (a < 0 ? a * b : a)],
};

/** Functions of int32, as JavaScript's numbers become int32: their last 32 bits, and 0 for what is not finite. */
const ofInts: Record<string, Binary> = {
  add: [tf.add, (a, b) => (a + b) | 0],
  sub: [tf.sub, (a, b) => (a - b) | 0],
  mul: [tf.mul, (a, b) => (a * b) | 0],
  maximum: [tf.maximum, Math.max],
  minimum: [tf.minimum, Math.min],
  floorDiv: [tf.floorDiv, (a, b) => Math.floor(a / b) | 0],
  mod: [tf.mod, (a, b) => (b === 0 ? 0 : a - b * Math.floor(a / b))],
};

/** Small numbers and very large ones, of any shape. */
function ints(shape: number[], { seed }: Draw): tf.Tensor {
  const small = integers(shape as [number], { seed });
  const large = tf.mul(reals(shape as [number], { seed: seed + 1 }), 2 ** 30 - 64);
  const chosen = tf.greater(reals(shape as [number], { seed: seed + 2 }), 0);
  return tf.cast(tf.where(chosen, small, large), 'int32');
}

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

  for (const [name, [run, f]] of Object.entries(ofInts)) {
    it(`${name} of int32 agrees with loops, for shapes that broadcast and numbers that overflow`, () => {
      fc.assert(
        fc.property(broadcastShapes, draws, draws, ([aShape, bShape], aDraw, bDraw) => {
          tf.tidy(() => {
            const [a, b] = [ints(aShape, aDraw), ints(bShape, bDraw)];
            const strided = tf.broadcast_util.assertAndGetBroadcastShape(aShape, bShape).filter((side) => side > 1);
            const y = strided.length > 4 ? run(a, b) : inWebAssembly(() => run(a, b));
            expect(y.dtype).toBe('int32');
            expectValues(y, y.shape, inWholeNumbers(f, a, b));
          });
        }),
        { numRuns: 60 },
      );
    });
  }

  it('pow agrees with loops, to one unit in the last place', () => {
    fc.assert(
      fc.property(broadcastShapes, draws, draws, ([aShape, bShape], aDraw, bDraw) => {
        tf.tidy(() => {
          const [a, b] = [reals(aShape as [number], aDraw), reals(bShape as [number], bDraw)];
          const { shape, values } = combined(Math.pow, a, tf.mul(b, 7));
          expectRelatively(tf.pow(a, tf.mul(b, 7)), shape, values, 1.2e-7);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('pow takes whatever JavaScript’s takes', () => {
    const special = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e30, -1e30, 1e-30];
    const [a, b] = [tf.tensor2d(special, [16, 1]), tf.tensor2d(special, [1, 16])];
    const { shape, values } = combined(Math.pow, a, b);
    expectRelatively(
      inWebAssembly(() => tf.pow(a, b)),
      shape,
      values,
      1.2e-7,
    );
  });

  it('pow and prelu have gradients that run in WebAssembly, too', () => {
    tf.tidy(() => {
      const x = integers([3, 7], { seed: 1 });
      const positive = tf.add(tf.square(x), 0.5);
      expectLikeCpu(() => valueAndGradients(tf.pow as typeof tf.add, [positive, reals([7], { seed: 2 })]), 1e-5);
      expectLikeCpu(() => valueAndGradients(tf.prelu as typeof tf.add, [x, reals([7], { seed: 3 })]), 1e-6);
    });
  });

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

/** f of a and b by loops, without the detour over float32. */
function inWholeNumbers(f: (a: number, b: number) => number, a: tf.Tensor, b: tf.Tensor): number[] {
  const places = (x: tf.Tensor) => tf.reshape(tf.range(0, x.size, 1, 'int32'), x.shape);
  const at = (x: tf.Tensor, other: tf.Tensor) =>
    Array.from(tf.add(places(x), tf.zeros(other.shape, 'int32')).dataSync(), (place) => x.dataSync()[place]!);
  const bs = at(b, a);
  return at(a, b).map((value, i) => f(value, bs[i]!));
}
