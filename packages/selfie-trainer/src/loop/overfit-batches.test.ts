import { expect, test } from 'vitest';
import { overfitBatches } from './overfit-batches.ts';

test('gives the first n again and again', () => {
  expect([0, 1, 2, 3, 4, 5, 6].map(overfitBatches((step) => `batch ${step}`, 3))).toEqual(
    [0, 1, 2, 0, 1, 2, 0].map((step) => `batch ${step}`),
  );
});

test('says what n must be', () => {
  expect(() => overfitBatches(() => 0, 1.5)).toThrow('n is a whole number of at least 1: got 1.5');
});
