/** Repeated measurements and what they come to. */
export interface MeanAndDeviation {
  /** One value a seed, in the order of the seeds. */
  readonly values: readonly number[];
  readonly mean: number;
  /** The sample standard deviation: by n − 1, as the paper reports it. */
  readonly deviation: number;
}

/**
 * Mean and sample standard deviation of at least two values.
 *
 * @throws if there are fewer.
 */
export function meanAndDeviation(values: readonly number[]): MeanAndDeviation {
  const n = values.length;
  if (n < 2) throw new Error(`a spread needs at least 2 values: got ${n}; run more seeds`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { values, mean, deviation: Math.sqrt(squares / (n - 1)) };
}
