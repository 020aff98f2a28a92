import { expect, test } from 'vitest';
import { summary } from './summary.ts';

test('mean and sample standard deviation, by hand', () => {
  expect(summary([70, 74, 72])).toEqual({ values: [70, 74, 72], mean: 72, deviation: 2 }); // √((4 + 4 + 0) / 2)
});

test('moves with its values, and grows with them', () => {
  const { mean, deviation } = summary([1, 2, 4, 9]);
  const moved = summary([101, 102, 104, 109]);
  expect(moved.mean).toBeCloseTo(mean + 100, 12);
  expect(moved.deviation).toBeCloseTo(deviation, 12);
  expect(summary([3, 6, 12, 27]).deviation).toBeCloseTo(3 * deviation, 12);
});

test('one value has no spread', () => {
  expect(() => summary([1])).toThrow('a spread needs at least 2 values: got 1; run more seeds');
});
