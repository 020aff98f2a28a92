import { expect, test } from 'vitest';
import { quickPlan, wholePlan } from './plan.ts';

test.each([
  ['whole', wholePlan],
  ['quick', quickPlan],
])('%s: four settings, two rates with two decays, of one number of steps', (_, { comparisons }) => {
  for (const { grid } of comparisons) {
    const sizes = (['learningRate', 'weightDecay', 'steps'] as const).map(
      (option) => new Set(grid.map((setting) => setting[option])).size,
    );
    expect(sizes).toEqual([2, 2, 1]);
    expect(new Set(grid.map(({ learningRate, weightDecay }) => `${learningRate} ${weightDecay}`)).size).toBe(4);
    expect(grid).toHaveLength(4);
  }
});

test('the whole plan asks at 100, 300, 600 and 3,000 labels, from five seeds, on all test pictures', () => {
  expect(wholePlan.comparisons.map(({ labels }) => labels)).toEqual([100, 300, 600, 3000]);
  expect([wholePlan.protocol.seeds, wholePlan.testPictures]).toEqual([5, 10_000]);
});
