import { expect, test } from 'vitest';
import { pairedTest } from './paired-test.ts';

const control = [69.1, 71.4, 66.2, 73.0, 68.8];
const treated = [74.0, 75.2, 73.1, 76.9, 72.6];

test('as scipy.stats.ttest_rel', () => {
  const { differences, standardError, interval, t, degreesOfFreedom, p } = pairedTest(treated, control);
  expect(differences.mean).toBeCloseTo(4.66, 12);
  expect(standardError).toBeCloseTo(0.5971599450733432, 12);
  expect(interval[0]).toBeCloseTo(3.0020181934809322, 11);
  expect(interval[1]).toBeCloseTo(6.317981806519066, 11);
  expect(t).toBeCloseTo(7.803604442068963, 11);
  expect(degreesOfFreedom).toBe(4);
  expect(p).toBeCloseTo(0.0014549920952927574, 13);
});

test('the other way round is the same with the other sign', () => {
  const one = pairedTest(treated, control);
  const other = pairedTest(control, treated);
  expect(other.t).toBeCloseTo(-one.t, 12);
  expect(other.p).toBeCloseTo(one.p, 14);
  expect(other.interval[0]).toBeCloseTo(-one.interval[1], 12);
});

test('what all pairs share does not count', () => {
  const shifts = [5, -20, 7, 0, 31];
  const shifted = (values: number[]) => values.map((value, i) => value + shifts[i]!);
  expect(pairedTest(shifted(treated), shifted(control)).p).toBeCloseTo(pairedTest(treated, control).p, 10);
});

test('differences without spread', () => {
  expect(pairedTest([1, 2, 3], [1, 2, 3])).toMatchObject({ t: 0, p: 1, interval: [0, 0] });
  expect(pairedTest([2, 3, 4], [1, 2, 3])).toMatchObject({ t: Number.POSITIVE_INFINITY, p: 0, interval: [1, 1] });
});

test('pairs are two of each', () => {
  expect(() => pairedTest([1, 2], [1])).toThrow('pairs need as many values on both sides: got 2 and 1');
  expect(() => pairedTest([1], [1])).toThrow('a spread needs at least 2 values: got 1; run more seeds');
});
