import { expect, test } from 'vitest';
import { constantRate } from './constant-rate.ts';
import { linearWarmup } from './linear-warmup.ts';

test('rises to the first rate of what follows, which starts with its own step 0', () => {
  const rate = linearWarmup({ warmup: 4, after: (step) => 8 - step });
  expect([0, 1, 2, 3, 4, 5].map(rate)).toEqual([2, 4, 6, 8, 8, 7]);
});

test('may be none', () => {
  expect(linearWarmup({ warmup: 0, after: constantRate(1) })(0)).toBe(1);
});

test('says what is out of range', () => {
  const after = constantRate(1);
  expect(() => linearWarmup({ warmup: 1.5, after })).toThrow('warmup is a whole number of at least 0: got 1.5');
  expect(() => linearWarmup({ warmup: 1, after: () => -1 })).toThrow('after(0) is a rate of at least 0: got -1');
});
