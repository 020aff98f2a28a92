import { expect, test } from 'vitest';
import { constant } from './constant.ts';

test('never changes', () => {
  expect([0, 1, 1e6].map(constant(0.3))).toEqual([0.3, 0.3, 0.3]);
  expect(constant(0)(5)).toBe(0);
});

test('says what is out of range', () => {
  expect(() => constant(-1)).toThrow('the rate is a number of at least 0: got -1');
  expect(() => constant(Number.NaN)).toThrow('the rate is a number of at least 0: got NaN');
});
