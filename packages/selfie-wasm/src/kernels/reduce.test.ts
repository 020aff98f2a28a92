import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRelatively, expectValues, expectWithin } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const reductions = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.constantFrom(35, 67)), {
    minLength: 1,
    maxLength: 5,
  })
  .filter((shape) => tf.util.sizeFromShape(shape) < 50_000)
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axes: fc.subarray([...shape.keys()]).chain((axes) => fc.shuffledSubarray(axes, { minLength: axes.length })),
      keepDims: fc.boolean(),
      draw: specialDraws,
    }),
  );

/** Groups of values that are reduced together, in the order of the results. */
function groups(x: tf.Tensor, axes: number[]): number[][] {
  const kept = x.shape.map((side, i) => (axes.includes(i) ? 1 : side));
  const strides = tf.util.computeStrides(x.shape);
  const result: number[][] = Array.from({ length: tf.util.sizeFromShape(kept) }, () => []);
  x.dataSync().forEach((value, i) => {
    const place = tf.util.indexToLoc(i, x.rank, strides);
    result[kept.reduce((index, side, j) => index * side + (side === 1 ? 0 : place[j]!), 0)]!.push(value);
  });
  return result;
}

const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

describe('reductions', () => {
  for (const [name, run, of, tolerance] of [
    ['sum', tf.sum, add, 0],
    ['mean', tf.mean, (values: number[]) => add(values) / values.length, 1e-6],
    ['max', tf.max, (values: number[]) => values.reduce((most, value) => Math.max(most, value)), 0],
    ['min', tf.min, (values: number[]) => values.reduce((least, value) => Math.min(least, value)), 0],
  ] as const) {
    it(`${name} agrees with loops over any axes`, () => {
      fc.assert(
        fc.property(reductions, ({ shape, axes, keepDims, draw }) => {
          tf.tidy(() => {
            const x = integers(shape as [number], draw);
            const expected = groups(x, axes).map(of);
            const kept = shape.map((side, i) => (axes.includes(i) ? 1 : side));
            const outShape = keepDims ? kept : shape.filter((_, i) => !axes.includes(i));
            const y = inWebAssembly(() => run(x, axes, keepDims));
            expectWithin(y, outShape, expected, tolerance);
          });
        }),
        { numRuns: 120 },
      );
    });

    it(`${name} agrees with a loop over more values than one thread takes at once`, () => {
      for (const size of [131_071, 131_072, 200_003]) {
        tf.tidy(() => {
          const x = integers<tf.Rank.R1>([size], { seed: size });
          expectWithin(
            inWebAssembly(() => run(x)),
            [],
            [of(Array.from(x.dataSync()))],
            tolerance,
          );
        });
      }
    });
  }

  for (const [name, run, of] of [
    ['sum', tf.sum, (values: number[]) => add(values) | 0],
    ['max', tf.max, (values: number[]) => values.reduce((most, value) => Math.max(most, value))],
    ['min', tf.min, (values: number[]) => values.reduce((least, value) => Math.min(least, value))],
  ] as const) {
    it(`${name} of int32 agrees with loops over any axes, and for numbers that overflow`, () => {
      fc.assert(
        fc.property(reductions, fc.constantFrom(1, 2 ** 29), ({ shape, axes, draw }, factor) => {
          tf.tidy(() => {
            const x = tf.cast(tf.mul(integers(shape as [number], { seed: draw.seed }), factor), 'int32');
            const outShape = shape.filter((_, i) => !axes.includes(i));
            const y = inWebAssembly(() => run(x, axes));
            expect(y.dtype).toBe('int32');
            expectValues(y, outShape, groups(x, axes).map(of));
          });
        }),
        { numRuns: 60 },
      );
    });
  }

  it('prod agrees with loops over any axes', () => {
    fc.assert(
      fc.property(reductions, ({ shape, axes, keepDims, draw }) => {
        tf.tidy(() => {
          const x = tf.add(tf.mul(integers(shape as [number], draw), 0.01), 1); // so that it stays in range
          const kept = shape.map((side, i) => (axes.includes(i) ? 1 : side));
          const outShape = keepDims ? kept : shape.filter((_, i) => !axes.includes(i));
          const expected = groups(x, axes).map((values) => values.reduce((product, value) => product * value));
          expectRelatively(
            inWebAssembly(() => tf.prod(x, axes, keepDims)),
            outShape,
            Float32Array.from(expected),
            1e-5 + 1e-7 * (x.size / outShape.reduce((product, side) => product * side, 1)),
          );
        });
      }),
      { numRuns: 60 },
    );
  });

  it('sum, all and any of truth values agree with loops over any axes', () => {
    fc.assert(
      fc.property(reductions, fc.constantFrom(-3, 0, 3), ({ shape, axes, keepDims, draw }, least) => {
        tf.tidy(() => {
          const x = tf.greater(integers(shape as [number], { seed: draw.seed }), least);
          const kept = shape.map((side, i) => (axes.includes(i) ? 1 : side));
          const outShape = keepDims ? kept : shape.filter((_, i) => !axes.includes(i));
          const counts = groups(x, axes).map(add);
          const [count, all, any] = inWebAssembly(() => [
            tf.sum(x, axes, keepDims),
            tf.all(x, axes, keepDims),
            tf.any(x, axes, keepDims),
          ]) as [tf.Tensor, tf.Tensor, tf.Tensor];
          expect([count.dtype, all.dtype, any.dtype]).toEqual(['int32', 'bool', 'bool']);
          expectValues(count, outShape, counts);
          const most = x.size / counts.length;
          expectValues(
            all,
            outShape,
            counts.map((value) => Number(value === most)),
          );
          expectValues(
            any,
            outShape,
            counts.map((value) => Number(value > 0)),
          );
        });
      }),
      { numRuns: 60 },
    );
  });

  it('have gradients that run in WebAssembly, too', () => {
    tf.tidy(() => {
      const x = reals([3, 5, 7], { seed: 1 });
      for (const f of [tf.min, tf.max, tf.mean] as const) {
        expectLikeCpu(() => valueAndGradients((t) => f(t, [0, 2]), [x]), 1e-6);
      }
      expectLikeCpu(() => valueAndGradients((t) => tf.logSoftmax(t), [x]), 1e-6);
    });
  });

  it('take all axes unless told otherwise, and negative ones from the end', () => {
    const x = integers<tf.Rank.R3>([2, 3, 5], { seed: 1 });
    expectValues(tf.sum(x), [], [add(Array.from(x.dataSync()))]);
    expectValues(
      tf.max(x, -1),
      [2, 3],
      groups(x, [2]).map((values) => Math.max(...values)),
    );
  });

  it('give 0 for the sum of nothing', () => {
    expectValues(tf.sum(tf.zeros([0, 3]), 0), [3], [0, 0, 0]);
    expectValues(tf.sum(tf.zeros([3, 0]), 0), [0], []);
  });
});
