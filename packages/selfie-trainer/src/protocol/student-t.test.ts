import { expect, test } from 'vitest';
import { probabilityWithin, quantileWithin } from './student-t.ts';

// 1 − 2·scipy.stats.t.sf(t, degrees)
test.each([
  [0.5, 1, 0.2951672353008665],
  [2, 1, 0.7048327646991335],
  [1.3, 2, 0.6767529681839597],
  [2.5, 3, 0.9122933529919345],
  [2.776, 4, 0.9499772216800236],
  [4, 5, 0.9896765845191685],
  [1, 10, 0.65910686769794],
  [3, 29, 0.9945008078660966],
  [50, 4, 0.9999990425546343],
  [0, 7, 0],
  [Number.POSITIVE_INFINITY, 3, 1],
])('|T| < %f with %i degrees of freedom, as SciPy', (t, degrees, probability) => {
  expect(probabilityWithin(t, degrees)).toBeCloseTo(probability, 14);
});

// scipy.stats.t.ppf((1 + probability) / 2, degrees)
test.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 2, 4.302652729749462],
  [0.95, 4, 2.7764451051977934],
  [0.95, 9, 2.262157162798205],
  [0.5, 3, 0.7648923284043444],
  [0.99, 4, 4.604094871349992],
])('the t of %f with %i degrees of freedom, as SciPy', (probability, degrees, t) => {
  expect(quantileWithin(probability, degrees) / t).toBeCloseTo(1, 12);
});

test('degrees of freedom are counted', () => {
  expect(() => probabilityWithin(1, 0)).toThrow('degrees of freedom is a whole number of at least 1: got 0');
  expect(() => quantileWithin(0.95, 2.5)).toThrow('degrees of freedom is a whole number of at least 1: got 2.5');
});
