import { meanAndDeviation, pairedTest } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { count, duration, gain, interval, percent, points, pValue, spread, table } from './format.ts';

const control = [0.691, 0.714, 0.662, 0.73, 0.688];
const test5 = pairedTest([0.74, 0.752, 0.731, 0.769, 0.726], control);

test('accuracies and differences', () => {
  expect(percent(0.7154)).toBe('71.5');
  expect([0.012, -0.012, 0.0004, -0.0004].map(points)).toEqual(['+1.2', '−1.2', '0.0', '0.0']);
  expect(spread(meanAndDeviation([0.7, 0.74, 0.72]))).toBe('72.0 ± 2.0');
});

test('a paired test, as SciPy has it', () => {
  expect([gain(test5), interval(test5), pValue(test5)]).toEqual(['+4.7 ± 0.6', '+3.0 … +6.3', '0.0015']);
  expect(pValue({ ...test5, p: 2e-7 })).toBe('< 0.0001');
});

test('durations and counts', () => {
  expect([12.4, 59.7, 3600].map(duration)).toEqual(['12 s', '1 min 0 s', '60 min 0 s']);
  expect(count(60000)).toBe('60,000');
});

test('words to the left, numbers to the right', () => {
  expect(table(['a', 'b', 'c'], [['x', 'y', '1']], 2)).toBe('| a | b | c |\n| --- | --- | ---: |\n| x | y | 1 |');
});
