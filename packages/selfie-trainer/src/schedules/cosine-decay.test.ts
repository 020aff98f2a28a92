import { expect, test } from 'vitest';
import { cosineDecay } from './cosine-decay.ts';

test('starts at the peak, is at half of it half way, and ends at 0', () => {
  const rate = cosineDecay({ peak: 0.4, steps: 20 });
  expect(rate(0)).toBe(0.4);
  expect(rate(10)).toBeCloseTo(0.2, 12);
  expect(rate(5)).toBeCloseTo(0.2 * (1 + Math.SQRT1_2), 12); // a quarter: cos(π / 4)
  expect(rate(19)).toBeCloseTo(0.4 * Math.sin(Math.PI / 40) ** 2, 12);
  expect([rate(20), rate(21)]).toEqual([0, 0]);
});

test('says what is out of range', () => {
  expect(() => cosineDecay({ peak: 0, steps: 20 })).toThrow('peak is a rate above 0: got 0');
  expect(() => cosineDecay({ peak: 1, steps: 0 })).toThrow('steps is a whole number of at least 1: got 0');
});
