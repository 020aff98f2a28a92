import { expect, test } from 'vitest';
import { type OneCycleOptions, oneCycle } from './one-cycle.ts';

/** What OneCycleLR of torch 2.7.1 gave for max_lr=0.4. */
const cases: [options: Omit<OneCycleOptions, 'peak'>, rates: number[]][] = [
  [
    { steps: 10 },
    [
      0.016000000000000014, 0.20800000000000002, 0.4, 0.38019385280538953, 0.3246982615799052, 0.24450480877451572,
      0.1554967912254843, 0.0753033384200948, 0.019807747194610516, 1.6e-6,
    ],
  ],
  [
    { steps: 7, rise: 0.4, startDivisor: 10, endDivisor: 100 },
    [
      0.03999999999999998, 0.2512566719800474, 0.3977683990797807, 0.324773262411375, 0.18526892730143246,
      0.053736236008400697, 0.0004,
    ],
  ],
];

test.each(cases)("gives the rates of PyTorch's OneCycleLR: %o", (options, rates) => {
  const rate = oneCycle({ peak: 0.4, ...options });
  expect(rates.map((_, step) => rate(step))).toEqual(rates.map((expected) => expect.closeTo(expected, 14)));
  expect([rate(options.steps), rate(99)]).toEqual([rate(options.steps - 1), rate(options.steps - 1)]);
});

test('says what is out of range', () => {
  expect(() => oneCycle({ peak: 0, steps: 10 })).toThrow('peak is a rate above 0: got 0');
  expect(() => oneCycle({ peak: 1, steps: 1.5 })).toThrow('steps is a whole number of at least 1: got 1.5');
  expect(() => oneCycle({ peak: 1, steps: 3 })).toThrow(
    'rise is a share below 1 that comes to more than 1 of 3 steps: got 0.3',
  );
  expect(() => oneCycle({ peak: 1, steps: 10, rise: 1 })).toThrow(
    'rise is a share below 1 that comes to more than 1 of 10 steps: got 1',
  );
  expect(() => oneCycle({ peak: 1, steps: 10, endDivisor: 0.5 })).toThrow('endDivisor is at least 1: got 0.5');
});
