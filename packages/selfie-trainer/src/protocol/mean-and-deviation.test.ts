import { expect, test } from 'vitest';
import { meanAndDeviation } from './mean-and-deviation.ts';

test('mean and sample standard deviation, by hand', () => {
  expect(meanAndDeviation([70, 74, 72])).toEqual({ values: [70, 74, 72], mean: 72, deviation: 2 }); // √((4 + 4 + 0) / 2)
});

test('moves with its values, and grows with them', () => {
  const { mean, deviation } = meanAndDeviation([1, 2, 4, 9]);
  const moved = meanAndDeviation([101, 102, 104, 109]);
  expect(moved.mean).toBeCloseTo(mean + 100, 12);
  expect(moved.deviation).toBeCloseTo(deviation, 12);
  expect(meanAndDeviation([3, 6, 12, 27]).deviation).toBeCloseTo(3 * deviation, 12);
});

test('one value has no spread', () => {
  expect(() => meanAndDeviation([1])).toThrow('a spread needs at least 2 values: got 1; run more seeds');
});
