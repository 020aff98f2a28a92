import { expect, test } from 'vitest';
import { decimal, percent, signed } from './numbers.ts';

test('numbers are written with a true minus sign and the digits asked for', () => {
  expect(decimal(-1.26)).toBe('−1.3');
  expect(decimal(2.0794, 2)).toBe('2.08');
  expect(percent(0.715)).toBe('71.5 %');
  expect(percent(0.125, 0)).toBe('13 %');
});

test('differences have a sign unless they round to zero', () => {
  expect(signed(1.25, 2)).toBe('+1.25');
  expect(signed(-0.6)).toBe('−0.6');
  expect(signed(-0.04)).toBe('0.0');
  expect(signed(0.04)).toBe('0.0');
});
