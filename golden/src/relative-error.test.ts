import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { relativeError } from './relative-error.ts';

test('is relative to the largest number of the tensor', () => {
  expect(relativeError(tf.tensor([1, -7.5, 0]), tf.tensor([1.5, -8, 0]))).toBeCloseTo(0.5 / 8, 6);
});

test('is NaN where a number is missing, infinite where only zeros were expected', () => {
  expect(relativeError(tf.tensor([NaN, 1, 1]), tf.tensor([1, 1, 1]))).toBeNaN();
  expect(relativeError(tf.tensor([1, NaN, 1]), tf.tensor([1, 1, 1]))).toBeNaN();
  expect(relativeError(tf.tensor([1e-9, 0]), tf.tensor([0, 0]))).toBe(Infinity);
});

test('refuses another shape', () => {
  expect(() => relativeError(tf.zeros([2, 3]), tf.zeros([3, 2]))).toThrow('Shapes 2,3 and 3,2 must match');
});
