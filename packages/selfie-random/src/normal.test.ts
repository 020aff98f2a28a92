import { expect, test } from 'vitest';
import { normal, truncatedNormal } from './normal.ts';

const n = 2 ** 17;
const at = { seed: 9, site: 'stem/conv/kernel' };
const moment = (draws: Float32Array, power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;
const shareWithin = (draws: Float32Array, bound: number) => draws.filter((x) => Math.abs(x) < bound).length / n;

test('normal draws have the moments and quantiles of the bell curve', () => {
  const draws = normal(new Float32Array(n), 1, at);
  expect(moment(draws, 1)).toBeCloseTo(0, 2);
  expect(moment(draws, 2)).toBeCloseTo(1, 1.7);
  expect(moment(draws, 3)).toBeCloseTo(0, 1.3);
  expect(Math.abs(moment(draws, 4) - 3)).toBeLessThan(0.08);
  expect(shareWithin(draws, 1)).toBeCloseTo(0.6827, 2);
  expect(shareWithin(draws, 2)).toBeCloseTo(0.9545, 2);
  expect(shareWithin(draws, 3)).toBeLessThan(0.999);
});

test('truncated draws stay within two deviations and have the moments of the cut bell curve', () => {
  const draws = truncatedNormal(new Float32Array(n), 1, at);
  expect(draws.every((x) => Math.abs(x) <= 2)).toBe(true);
  expect(moment(draws, 1)).toBeCloseTo(0, 2);
  expect(moment(draws, 2)).toBeCloseTo(0.7737, 2); // 1 − 4 φ(2) / (2 Φ(2) − 1)
  expect(shareWithin(draws, 1)).toBeCloseTo(0.6827 / 0.9545, 2);
});

test('neighbouring draws do not correlate', () => {
  const draws = truncatedNormal(new Float32Array(n), 1, at);
  const product = draws.subarray(1).reduce((sum, x, i) => sum + x * draws[i]!, 0) / n;
  expect(Math.abs(product)).toBeLessThan((4 * 0.7737) / Math.sqrt(n));
});

test.each([normal, truncatedNormal])('%o scales with the deviation and fills odd lengths', (draw) => {
  const unit = draw(new Float32Array(7), 1, at);
  const scaled = draw(new Float32Array(5), 0.02, at);
  for (let i = 0; i < 5; i++) expect(scaled[i]).toBeCloseTo(0.02 * unit[i]!, 7);
  expect(draw(new Float32Array(7), 1, at)).toEqual(unit);
  expect(draw(new Float32Array(7), 1, { ...at, seed: 10 })).not.toEqual(unit);
});

test('refuses a negative deviation', () => {
  expect(() => truncatedNormal(new Float32Array(1), -0.02, at)).toThrow(
    'deviation must be a finite number that is not negative: got -0.02; use e.g. 0.02',
  );
});
