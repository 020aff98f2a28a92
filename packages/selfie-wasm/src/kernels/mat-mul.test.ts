import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRelatively, expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { matrixProduct } from '../../testing/matrix-product.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';
import { expectSameBitsOnThreads } from '../../testing/same-bits.ts';

/** Around the sides of tiles, blocks of rows (96), of columns (256), of terms (128, 256, 512). */
const side = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) }, fc.constantFrom(95, 97, 129));
const columns = fc.oneof({ weight: 9, arbitrary: side }, fc.constant(257));
const depths = fc.oneof({ weight: 6, arbitrary: side }, fc.constantFrom(255, 257, 513, 700));
const batches = fc.constantFrom<[number[], number[]]>(
  [[], []],
  [[1], [3]],
  [[3], [1]],
  [[3], [3]],
  [
    [2, 2],
    [2, 2],
  ],
  [
    [2, 1],
    [1, 3],
  ],
  [[2, 3], [3]],
);

const products = fc.record({
  rows: side,
  depth: depths,
  columns,
  batch: batches,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  a: specialDraws,
  b: specialDraws,
});

describe('matMul', () => {
  it('agrees with loops for every shape, transposition and batch', () => {
    fc.assert(
      fc.property(products, ({ rows, depth, columns, batch: [aBatch, bBatch], transposeA, transposeB, ...draw }) => {
        tf.tidy(() => {
          const a = integers([...aBatch, ...(transposeA ? [depth, rows] : [rows, depth])] as [number, number], draw.a);
          const b = integers(
            [...bBatch, ...(transposeB ? [columns, depth] : [depth, columns])] as [number, number],
            draw.b,
          );
          const { shape, values } = matrixProduct(a, b, transposeA, transposeB);
          expectValues(
            inWebAssembly(() => tf.matMul(a, b, transposeA, transposeB)),
            shape,
            values,
          );
        });
      }),
      { numRuns: 120 },
    );
  });

  it('takes the same tensor on both sides', () => {
    const a = integers<tf.Rank.R2>([7, 7], { seed: 1 });
    for (const [transposeA, transposeB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      const { shape, values } = matrixProduct(a, a, transposeA, transposeB);
      expectValues(tf.matMul(a, a, transposeA, transposeB), shape, values);
    }
  });

  it('agrees with loops for transposed matrices that are much longer on one side, or many', () => {
    for (const [batch, rows, depth, columns] of [
      [1, 4_700, 3, 5],
      [20, 300, 3, 5],
      [1, 5, 4_700, 3],
      [1, 3, 5, 4_700],
    ] as const) {
      tf.tidy(() => {
        const a = integers<tf.Rank.R3>([batch, depth, rows], { seed: 1 });
        const b = integers<tf.Rank.R3>([batch, depth, columns], { seed: 2 });
        const { shape, values } = matrixProduct(a, b, true, false);
        expectValues(tf.matMul(a, b, true), shape, values);
      });
    }
  });

  it('gives the same bits on any number of threads, by which a transposed matrix is cut into rows', () =>
    expectSameBitsOnThreads(() =>
      [
        [700, 300, 60],
        [130, 300, 600],
        [900, 40, 20],
      ].map(([rows, depth, columns]) => {
        const a = tf.randomNormal<tf.Rank.R2>([depth!, rows!], 0, 1, 'float32', 3);
        const b = tf.randomNormal<tf.Rank.R2>([depth!, columns!], 0, 1, 'float32', 4);
        return tf.matMul(a, b, true);
      }),
    ));

  it('gives zeros for empty sums and nothing for empty sides', () => {
    expectValues(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])), [2, 3], Array(6).fill(0));
    expectValues(tf.matMul(tf.zeros([0, 2]), tf.zeros([2, 3])), [0, 3], []);
  });

  it('says which sides differ', () => {
    expect(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([4, 5]))).toThrow(
      'matMul: the inner sides differ: got 3 and 4 from shapes [2,3] and [4,5]',
    );
  });
});

describe('fused matMul', () => {
  const activations = {
    linear: (x: number) => x,
    relu: (x: number) => Math.max(0, x),
    relu6: (x: number) => Math.min(Math.max(0, x), 6),
    elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
    leakyrelu: (x: number) => (x > 0 ? x : 0.3 * x),
    sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  };

  it('adds a bias and applies an activation', () => {
    const fused = fc.record({
      rows: side,
      depth: side,
      columns,
      biased: fc.constantFrom('none', 'row', 'one', 'all'),
      activation: fc.constantFrom(...(Object.keys(activations) as (keyof typeof activations)[])),
      draw: specialDraws,
    });
    fc.assert(
      fc.property(fused, ({ rows, depth, columns, biased, activation, draw }) => {
        tf.tidy(() => {
          const [a, b] = [
            integers<tf.Rank.R2>([rows, depth], draw),
            integers<tf.Rank.R2>([depth, columns], { seed: 3 }),
          ];
          const biasShape = { none: undefined, row: [columns], one: [1], all: [rows, columns] }[biased];
          const bias = biasShape && integers(biasShape as [number], { seed: 4 });
          const biases = bias?.dataSync() ?? [0];
          const { shape, values } = matrixProduct(a, b, false, false);
          const expected = values.map((sum, i) => activations[activation](sum + biases[i % biases.length]!));
          const y = tf.fused.matMul({ a, b, bias, activation, leakyreluAlpha: 0.3 });
          expectRelatively(y, shape, expected, 3e-7, 2 ** -126); // exp(91) is none of float32's numbers, so sigmoid(−91) is 0
        });
      }),
      { numRuns: 60 },
    );
  });
});
