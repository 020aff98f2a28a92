import { expect, test } from 'vitest';
import { constant } from './constant.ts';
import { linearWarmup } from './linear-warmup.ts';

test('rises to the first rate of what follows, which starts with its own step 0', () => {
  const rate = linearWarmup({ warmup: 4, after: (step) => 8 - step });
  expect([0, 1, 2, 3, 4, 5].map(rate)).toEqual([2, 4, 6, 8, 8, 7]);
});

test('rises to another rate if told to', () => {
  const rate = linearWarmup({ warmup: 2, after: constant(1), peak: 6 });
  expect([0, 1, 2].map(rate)).toEqual([3, 6, 1]);
});

test('may be none', () => {
  expect(linearWarmup({ warmup: 0, after: constant(1) })(0)).toBe(1);
});

test('says what is out of range', () => {
  const after = constant(1);
  expect(() => linearWarmup({ warmup: 1.5, after })).toThrow('warmup is a whole number of at least 0: got 1.5');
  expect(() => linearWarmup({ warmup: 1, after, peak: -1 })).toThrow('peak is a rate of at least 0: got -1');
});
