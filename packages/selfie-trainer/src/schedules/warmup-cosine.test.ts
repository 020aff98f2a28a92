import { expect, test } from 'vitest';
import { warmupCosine } from './warmup-cosine.ts';

test('rises by peak / warmup a step, stands at the peak, is at half of it half way, and ends at 0', () => {
  const rate = warmupCosine({ peak: 0.4, warmup: 5, steps: 25 });
  expect([0, 1, 2, 3, 4, 5].map(rate)).toEqual([0.08, 0.16, 0.24, 0.32, 0.4, 0.4].map((x) => expect.closeTo(x, 12)));
  expect(rate(15)).toBeCloseTo(0.2, 12);
  expect(rate(10)).toBeCloseTo(0.2 * (1 + Math.SQRT1_2), 12); // a quarter: cos(π / 4)
  expect(rate(24)).toBeCloseTo(0.4 * Math.sin(Math.PI / 40) ** 2, 12);
  expect([rate(25), rate(26)]).toEqual([0, 0]);
});

test('is the formula to the bit', () => {
  const rate = warmupCosine({ peak: 0.3, warmup: 7, steps: 101 });
  for (let step = 0; step < 101; step++) {
    const expected = step < 7 ? (0.3 * (step + 1)) / 7 : (0.3 * (1 + Math.cos((Math.PI * (step - 7)) / 94))) / 2;
    expect(rate(step)).toBe(expected);
  }
});

test('the warm-up may be none, or all', () => {
  expect(warmupCosine({ peak: 1, warmup: 0, steps: 2 })(0)).toBe(1);
  const rising = warmupCosine({ peak: 1, warmup: 2, steps: 2 });
  expect([rising(0), rising(1), rising(2)]).toEqual([0.5, 1, 0]);
});

test('warms up for 100 steps unless told otherwise', () => {
  expect(warmupCosine({ peak: 1, steps: 1000 })(49)).toBe(0.5);
});

test('says what is out of range', () => {
  expect(() => warmupCosine({ peak: 0, steps: 200 })).toThrow('peak is a rate above 0: got 0');
  expect(() => warmupCosine({ peak: 1, steps: 2.5 })).toThrow('steps is a whole number of at least 1: got 2.5');
  expect(() => warmupCosine({ peak: 1, steps: 50 })).toThrow('warmup is a whole number from 0 to steps, 50: got 100');
});
