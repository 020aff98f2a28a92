import { type MeanAndDeviation, meanAndDeviation } from './mean-and-deviation.ts';
import { probabilityWithin, quantileWithin } from './student-t.ts';

/** What a treatment changes, measured in pairs: each with and without it, all else equal. */
export interface PairedTest {
  /** The differences, one a pair. */
  readonly differences: MeanAndDeviation;
  /** Of the mean difference: the deviation of the differences over √n. */
  readonly standardError: number;
  /** Where the mean difference lies with 95 % confidence, by Student's t. */
  readonly interval: readonly [low: number, high: number];
  /** The mean difference over its standard error. */
  readonly t: number;
  /** n − 1. */
  readonly degreesOfFreedom: number;
  /** The two-sided p value of no difference; exact for normally distributed differences. */
  readonly p: number;
}

/**
 * Student's t test of paired measurements: of `treated[i] − control[i]`.
 *
 * Differences that are all equal have no spread: then t is infinite and p 0, or, if all are 0, t is 0 and p 1.
 *
 * @throws if there are fewer than two pairs, or one list is longer.
 */
export function pairedTest(treated: readonly number[], control: readonly number[]): PairedTest {
  if (treated.length !== control.length) {
    throw new Error(`pairs need as many values on both sides: got ${treated.length} and ${control.length}`);
  }
  const differences = meanAndDeviation(treated.map((value, i) => value - control[i]!));
  const { mean, deviation } = differences;
  const degreesOfFreedom = treated.length - 1;
  const standardError = deviation / Math.sqrt(treated.length);
  const t = mean === 0 ? 0 : mean / standardError;
  const reach = quantileWithin(0.95, degreesOfFreedom) * standardError;
  return {
    differences,
    standardError,
    interval: [mean - reach, mean + reach],
    t,
    degreesOfFreedom,
    p: 1 - probabilityWithin(Math.abs(t), degreesOfFreedom),
  };
}
