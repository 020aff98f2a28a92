import { expect, test } from 'vitest';
import { compareRounds, median } from './statistics.ts';

test('the median is the one in the middle, or between the two', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([10, 9, 2, 1])).toBe(5.5);
});

test('compares the best of both, and spreads from the smallest to the largest round', () => {
  const speed = (ours: number, theirs: number) => theirs / ours;
  expect(compareRounds([2, 1, 4], [6, 5, 4], speed)).toEqual({ value: 4, low: 1, high: 5 });
});
