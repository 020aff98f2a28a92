import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import { collapseSignals } from './collapse-signals.ts';

const vectors = (rows: number[][]) => ({
  features: Float32Array.from(rows.flat()),
  count: rows.length,
  size: rows[0]!.length,
});

/** ± each axis of d dimensions, as long as told: singular values are √2 times these lengths. */
const axes = (...lengths: number[]) =>
  lengths.flatMap((length, i) => [1, -1].map((sign) => lengths.map((_, j) => (i === j ? sign * length : 0))));

test('one vector for all pictures: no deviation, rank 1', () => {
  const signals = collapseSignals(vectors(Array(7).fill([0.3, -2, 5])));
  expect(signals.deviation).toBeCloseTo(0, 6);
  expect(signals.unitDeviation).toBeCloseTo(0, 6);
  expect(signals.effectiveRank).toBeCloseTo(1, 6);
});

test('vectors of one direction differ, but not as unit vectors', () => {
  const signals = collapseSignals(vectors([1, 2, 3, 4, 5].map((length) => [3 * length, 4 * length])));
  expect(signals.deviation).toBeCloseTo(3.5 * Math.sqrt(2), 5); // 3 and 4 times the deviation of 1 … 5
  expect(signals.unitDeviation).toBeCloseTo(0, 6);
  expect(signals.effectiveRank).toBeCloseTo(1, 6);
});

test('all directions alike: 1/√d and rank d, of any length', () => {
  const signals = collapseSignals(vectors(axes(5, 5, 5)));
  expect(signals.deviation).toBeCloseTo(5 / Math.sqrt(3), 6);
  expect(signals.unitDeviation).toBeCloseTo(1 / Math.sqrt(3), 6);
  expect(signals.effectiveRank).toBeCloseTo(3, 6);
});

test('the rank is exp of the entropy of singular values', () => {
  const shares = [0.5, 0.3, 0.2];
  const entropy = -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
  expect(collapseSignals(vectors(axes(5, 3, 2))).effectiveRank).toBeCloseTo(Math.exp(entropy), 6);
});

test('few vectors of many features have at most their count of directions, and turning changes nothing', () => {
  const few = { features: numbers(3 * 7).map((x) => x ** 3), count: 3, size: 7 };
  const turned = { features: Float32Array.from({ length: 21 }, (_, i) => few.features[(i % 3) * 7 + ((i / 3) | 0)]!) };
  const rank = collapseSignals(few).effectiveRank;
  expect(rank).toBeGreaterThan(1.5);
  expect(rank).toBeLessThanOrEqual(3);
  expect(collapseSignals({ ...turned, count: 7, size: 3 }).effectiveRank).toBeCloseTo(rank, 6); // singular values of the transpose
});

test('a constant feature counts once, among many', () => {
  const deadButOne = axes(1, 1, 1).map((row) => [...row, 0, 0]);
  expect(collapseSignals(vectors(deadButOne)).effectiveRank).toBeCloseTo(3, 6);
});

test('nothing but zeros has rank 0', () => {
  expect(
    collapseSignals(
      vectors([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
    ),
  ).toEqual({ deviation: 0, unitDeviation: 0, effectiveRank: 0 });
});
