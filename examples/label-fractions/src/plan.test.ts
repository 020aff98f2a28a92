import { expect, test } from 'vitest';
import { quickPlan, wholePlan } from './plan.ts';

test.each([
  ['whole', wholePlan],
  ['quick', quickPlan],
])('%s: every pair of values of two options is tried once', (_, { comparisons }) => {
  for (const { grid } of comparisons) {
    for (const [a, b] of [
      ['learningRate', 'weightDecay'],
      ['learningRate', 'steps'],
      ['weightDecay', 'steps'],
    ] as const) {
      expect(new Set(grid.map((setting) => `${setting[a]} ${setting[b]}`)).size).toBe(4);
      expect(new Set(grid.map((setting) => setting[a])).size).toBe(2);
    }
  }
});

test('the whole plan asks at 100, 300, 600 and 3,000 labels, from five seeds, on all test pictures', () => {
  expect(wholePlan.comparisons.map(({ labels }) => labels)).toEqual([100, 300, 600, 3000]);
  expect([wholePlan.protocol.seeds, wholePlan.testPictures]).toEqual([5, 10_000]);
});
