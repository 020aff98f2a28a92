import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { reals, specialDraws } from '../../testing/random-tensor.ts';

type Unary = [(x: tf.Tensor) => tf.Tensor, (x: number) => number];

/** Functions whose float32 value is determined. */
const exact: Record<string, Unary> = {
  relu: [tf.relu, (x) => Math.max(0, x)],
  relu6: [tf.relu6, (x) => Math.min(Math.max(0, x), 6)],
  neg: [tf.neg, (x) => -x],
  abs: [tf.abs, Math.abs],
  square: [tf.square, (x) => x * x],
  sqrt: [tf.sqrt, Math.sqrt],
  rsqrt: [tf.rsqrt, (x) => 1 / Math.fround(Math.sqrt(x))],
  reciprocal: [tf.reciprocal, (x) => 1 / x],
  step: [tf.step, (x) => (x > 0 ? 1 : x <= 0 ? 0 : Number.NaN)],
};

/** Functions that may be off by some units in the last place. */
const rounded: Record<string, Unary> = {
  exp: [tf.exp, Math.exp],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
};

const sizes = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) },
  fc.integer({ min: 16_380, max: 33_000 }),
);

describe('element-wise functions of one tensor', () => {
  for (const [name, [run, f]] of Object.entries(exact)) {
    it(`${name} agrees with a loop`, () => {
      fc.assert(
        fc.property(sizes, specialDraws, (size, draw) => {
          tf.tidy(() => {
            const x = reals<tf.Rank.R1>([size], draw);
            expectValues(
              inWebAssembly(() => run(x)),
              [size],
              Float32Array.from(x.dataSync(), f),
            );
          });
        }),
        { numRuns: 40 },
      );
    });
  }

  for (const [name, [run, f]] of Object.entries(rounded)) {
    it(`${name} agrees with a loop over its whole range, relatively to 5e-7`, () => {
      const values = Float32Array.from({ length: 20_003 }, (_, i) => (i - 10_001) / 90); // −111 … 111
      const x = tf.tensor1d(values.map((value) => (name === 'exp' ? value - 25 : value)));
      const expected = x.dataSync().map(f);
      const y = inWebAssembly(() => run(x));
      const normal = Float32Array.from(expected, (value) => (value > 1e-37 ? 1 / value : 0));
      const ratios = tf.mul(y, normal);
      expectWithin(
        ratios,
        [values.length],
        normal.map((factor) => (factor > 0 ? 1 : 0)),
        5e-7,
      );
      expectWithin(y, [values.length], expected, 5e-7);
    });

    it(`${name} passes NaN and infinity on`, () => {
      const special = [Number.NaN, Infinity, -Infinity, 0, 1000, -1000, Number.NaN];
      expectWithin(run(tf.tensor1d(special)), [7], Float32Array.from(special, f), 1e-6);
    });
  }

  it('step gives its alpha where x is not above 0', () => {
    expectValues(tf.step(tf.tensor1d([-2, 0, 3, Number.NaN]), 0.5), [4], [0.5, 0.5, 1, Number.NaN]);
  });

  it('gives nothing for nothing', () => {
    for (const [run] of [...Object.values(exact), ...Object.values(rounded)])
      expectValues(run(tf.zeros([0, 3])), [0, 3], []);
  });
});
