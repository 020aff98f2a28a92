import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { flatten } from './flatten.ts';

it('puts the numbers of all tensors behind one another', () => {
  const tensors = [tf.scalar(7), tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), tf.zeros([0, 3]), tf.tensor1d([8])];
  const flat = flatten(tensors);
  expect(flat.shape).toEqual([8]);
  expect(flat.arraySync()).toEqual([7, 1, 2, 3, 4, 5, 6, 8]);
});

it('keeps the order of many, and takes one twice', () => {
  const tensors = Array.from({ length: 23 }, (_, i) => tf.tensor1d([i, -i]));
  expect(flatten(tensors).arraySync()).toEqual(tensors.flatMap((_, i) => [i, -i]));
  expect(flatten([tensors[3]!, tensors[3]!]).arraySync()).toEqual([3, -3, 3, -3]);
});

it('copies a single one', () => {
  const x = tf.tensor1d([1, 2]);
  const flat = flatten([x]);
  x.dispose();
  expect(flat.arraySync()).toEqual([1, 2]);
});

it('refuses none', () => {
  expect(() => flatten([])).toThrow('flatten: expected at least one tensor, got none');
});
