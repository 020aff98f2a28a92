import { expect, test } from 'vitest';
import { reached } from './bars.ts';

test.each([
  [1.95, 'aim'],
  [1.94, 'bar'],
  [1.8, 'bar'],
  [1.79, 'below'],
])('of a figure that shall be large, %s reaches %s', (figure, expected) => {
  expect(reached(figure, { bar: 1.8, aim: 1.95 }, 'more')).toBe(expected);
});

test.each([
  [60, 'aim'],
  [61, 'bar'],
  [150, 'bar'],
  [151, 'below'],
])('of a figure that shall be small, %s reaches %s', (figure, expected) => {
  expect(reached(figure, { bar: 150, aim: 60 }, 'less')).toBe(expected);
});
