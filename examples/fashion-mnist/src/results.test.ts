import { expect, test } from 'vitest';
import { resultRow, summarise } from './results.ts';

test('mean and sample standard deviation, by hand', () => {
  expect(summarise([70, 74, 72])).toEqual({ mean: 72, std: 2, runs: [70, 74, 72] }); // √((4 + 4 + 0) / 2)
  expect(summarise([69])).toEqual({ mean: 69, std: 0, runs: [69] });
});

test('delta is the mean of the differences by seed', () => {
  const row = resultRow(100, [70, 74, 72], [71, 77, 71]);
  expect(row.labels).toBe(100);
  expect(row.supervised.runs).toEqual([70, 74, 72]);
  expect(row.selfie.mean).toBe(73);
  expect(row.delta).toBe(1); // (1 + 3 − 1) / 3
});
