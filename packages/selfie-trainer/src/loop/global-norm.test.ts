import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { globalNorm } from './global-norm.ts';

test('is the root of the sum of all squares', async () => {
  const norm = globalNorm({ a: tf.tensor2d([[1, -2]]), b: tf.scalar(4), c: tf.tensor1d([2]) });
  expect(await norm.data()).toEqual(Float32Array.of(5));
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('is not finite with one %d among the numbers', async (bad) => {
  const [norm] = await globalNorm({ a: tf.tensor1d([1, 2]), b: tf.tensor1d([1, bad, 3]) }).data();
  expect(Number.isFinite(norm)).toBe(false);
});
