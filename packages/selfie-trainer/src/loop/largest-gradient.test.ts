import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { largestGradient } from './largest-gradient.ts';

test('gives the largest by its norm, not by its largest number', async () => {
  const gradients = { a: tf.tensor1d([-4]), b: tf.tensor1d([3, 3, 3]), c: tf.scalar(5) };
  expect(await largestGradient(gradients)).toEqual({ path: 'b', norm: Math.fround(Math.sqrt(27)) });
});

test('gives the first that is not finite, however large the others are', async () => {
  const gradients = { a: tf.scalar(1e9), b: tf.tensor1d([1, Number.NaN]), c: tf.scalar(Number.POSITIVE_INFINITY) };
  const before = tf.memory().numTensors;
  expect(await largestGradient(gradients)).toEqual({ path: 'b', norm: Number.NaN });
  expect(tf.memory().numTensors).toBe(before);
});
