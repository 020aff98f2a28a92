import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRelatively, expectValues, expectWithin } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

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
  leakyRelu: [(x) => tf.leakyRelu(x, 0.25), (x) => (x < 0 ? 0.25 * x : x)],
  clipByValue: [(x) => tf.clipByValue(x, -1, 0.5), (x) => Math.min(Math.max(x, -1), 0.5)],
  sign: [tf.sign, (x) => Math.sign(x) || 0],
  floor: [tf.floor, Math.floor],
  ceil: [tf.ceil, Math.ceil],
  round: [tf.round, toEven],
};

/** Functions that may be off by some units in the last place, and where they are looked at. */
const rounded: Record<string, [...Unary, from: number, to: number]> = {
  exp: [tf.exp, Math.exp, -104, 89],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), -87, 111],
  log: [tf.log, Math.log, -1, 5],
  log1p: [tf.log1p, Math.log1p, -1.5, 20],
  tanh: [tf.tanh, Math.tanh, -12, 12],
  erf: [tf.erf, erf, -5, 5],
  elu: [tf.elu, (x) => (x > 0 ? x : Math.expm1(x)), -111, 111],
  selu: [tf.selu, (x) => (x > 0 ? 1.0507009873554805 * x : 1.7580993408473768 * Math.expm1(x)), -111, 111],
  softplus: [tf.softplus, (x) => (x > 40 ? x : Math.log1p(Math.exp(x))), -104, 111],
};

/** The nearest whole number, the even one of two. */
function toEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return Math.round(x);
}

/** 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), which is ±1 in float32 above 4. */
function erf(x: number): number {
  if (!(Math.abs(x) < 4)) return Math.sign(x);
  let [power, sum] = [x, x];
  for (let n = 1; n < 100; n++) {
    power *= -(x * x) / n;
    sum += power / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

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

  for (const [name, [run, f, from, to]] of Object.entries(rounded)) {
    it(`${name} agrees with a loop over its range and near 0, relatively to 5e-7`, () => {
      const range = Array.from({ length: 20_003 }, (_, i) => from + ((to - from) * i) / 20_002);
      const small = Array.from({ length: 440 }, (_, i) => 10 ** (-i / 10));
      const x = tf.tensor1d([...range, ...small, ...small.map((value) => -value)]);
      expectRelatively(
        inWebAssembly(() => run(x)),
        x.shape,
        Float32Array.from(x.dataSync(), f),
        5e-7,
      );
    });

    it(`${name} passes NaN and infinity on`, () => {
      const special = [Number.NaN, Infinity, -Infinity, 0, 1000, -1000, Number.NaN];
      expectWithin(run(tf.tensor1d(special)), [7], Float32Array.from(special, f), 1e-6);
    });
  }

  it('log agrees with a loop over all magnitudes', () => {
    const x = tf.tensor1d(Float32Array.from({ length: 8_301 }, (_, i) => 10 ** (i / 100 - 44.5)));
    expectRelatively(tf.log(x), x.shape, Float32Array.from(x.dataSync(), Math.log), 5e-7);
  });

  it('round takes the even one of two neighbours', () => {
    expectValues(tf.round(tf.tensor1d([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])), [6], [-2, -2, 0, 0, 2, 2]);
  });

  it('step gives its alpha where x is not above 0', () => {
    expectValues(tf.step(tf.tensor1d([-2, 0, 3, Number.NaN]), 0.5), [4], [0.5, 0.5, 1, Number.NaN]);
  });

  it('neg takes int32, the least among them', () => {
    const y = inWebAssembly(() => tf.neg(tf.tensor1d([-(2 ** 31), -3, 0, 2 ** 31 - 1, 5], 'int32')));
    expect(y.dtype).toBe('int32');
    expectValues(y, [5], [-(2 ** 31), 3, 0, -(2 ** 31) + 1, -5]);
  });

  it('logicalNot takes truth values of any number', () => {
    for (const size of [1, 7, 16_390]) {
      const values = Array.from({ length: size }, (_, i) => Number(i % 3 === 0));
      const y = inWebAssembly(() => tf.logicalNot(tf.tensor1d(values, 'bool')));
      expect(y.dtype).toBe('bool');
      expectValues(
        y,
        [size],
        values.map((value) => 1 - value),
      );
    }
  });

  it('gives nothing for nothing', () => {
    for (const [run] of [...Object.values(exact), ...Object.values(rounded)])
      expectValues(run(tf.zeros([0, 3])), [0, 3], []);
  });

  it('leaves what stands behind its result alone', () => {
    const x = tf.ones<tf.Rank.R1>([16]); // 64 bytes: no room behind it
    const [before, after] = [tf.neg(x), tf.neg(x)];
    const y = tf.neg(tf.ones([3]));
    expectValues(tf.exp(tf.zeros([17])), [17], Array(17).fill(1));
    expectValues(y, [3], [-1, -1, -1]);
    for (const other of [before, after]) expectValues(other, [16], Array(16).fill(-1));
  });

  it('has gradients that run in WebAssembly, too', () => {
    tf.tidy(() => {
      const [x, above] = [reals([3, 7], { seed: 1 }), tf.add(tf.square(integers([3, 7], { seed: 2 })), 0.5)];
      const smooth = [tf.elu, tf.selu, tf.softplus, tf.tanh, tf.erf, tf.log1p, tf.sigmoid];
      for (const f of [...smooth, (t: tf.Tensor) => tf.leakyRelu(t, 0.1), (t: tf.Tensor) => tf.clipByValue(t, -1, 1)]) {
        expectLikeCpu(() => valueAndGradients(f as typeof tf.tanh, [f === tf.log1p ? above : x]), 2e-6);
      }
      expectLikeCpu(() => valueAndGradients(tf.log as typeof tf.tanh, [above]), 2e-6);
    });
  });
});
