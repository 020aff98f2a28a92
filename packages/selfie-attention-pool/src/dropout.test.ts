import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dropoutOf } from './dropout.ts';

const factors = (rate: number, seed: number, first: number, shape: number[], site = 'block1/dropout') =>
  Array.from(dropoutOf(rate, { seed, first })(shape, site).dataSync());

it('drops the share `rate` and scales up what stays, so that the mean is 1', () => {
  const values = factors(0.2, 1, 0, [30, 1000]);
  expect([...new Set(values)].sort()).toEqual([0, 1.25]);
  expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(0.2, 2);
});

it('draws again the same, and else for another seed, stream or site', () => {
  const base = factors(0.5, 1, 0, [2, 50]);
  expect(factors(0.5, 1, 0, [2, 50])).toEqual(base);
  expect(factors(0.5, 2, 0, [2, 50])).not.toEqual(base);
  expect(factors(0.5, 1, 2, [2, 50])).not.toEqual(base);
  expect(factors(0.5, 1, 0, [2, 50], 'block2/dropout')).not.toEqual(base);
});

it('gives example i of a batch what it gives the first of a batch that starts at i', () => {
  const batch = factors(0.5, 1, 40, [5, 3, 7]);
  expect(factors(0.5, 1, 43, [1, 3, 7])).toEqual(batch.slice(3 * 21, 4 * 21));
});

it('makes one tensor of the shape asked for', () => {
  const before = tf.memory().numTensors;
  const tensor = dropoutOf(0.5, { seed: 1, first: 0 })([2, 3, 5], 'block1/dropout');
  expect(tensor.shape).toEqual([2, 3, 5]);
  expect(tf.memory().numTensors).toBe(before + 1);
});
