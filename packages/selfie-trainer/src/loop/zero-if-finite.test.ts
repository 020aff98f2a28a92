import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { zeroIfFinite } from './zero-if-finite.ts';

test.each([
  ['nothing', [], true],
  ['large numbers', [[3e38, -3e38], [1e-40]], true],
  [
    'infinity',
    [
      [1, 2],
      [0, Number.POSITIVE_INFINITY, 3],
    ],
    false,
  ],
  ['NaN', [[Number.NaN], [1]], false],
])('tells whether all numbers are finite: %s', async (_, rows, finite) => {
  const tensors = rows.map((row) => tf.tensor1d(row));
  const before = tf.memory().numTensors;
  const zero = zeroIfFinite(tensors);
  expect(Math.abs((await zero.data())[0]!)).toBe(finite ? 0 : Number.NaN);
  expect(tf.memory().numTensors).toBe(before + 1);
});
