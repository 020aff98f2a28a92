import { expect, test } from 'vitest';
import { constantRate } from './constant-rate.ts';

test('never changes', () => {
  expect([0, 1, 1e6].map(constantRate(0.3))).toEqual([0.3, 0.3, 0.3]);
  expect(constantRate(0)(5)).toBe(0);
});

test('says what is out of range', () => {
  expect(() => constantRate(-1)).toThrow('the rate is a number of at least 0: got -1');
  expect(() => constantRate(Number.NaN)).toThrow('the rate is a number of at least 0: got NaN');
});
