import type { Features } from './features.ts';

/** Vectors `[count, size]`. */
export type Vectors = Pick<Features, 'features' | 'count' | 'size'>;

/** The mean and the standard deviation (of all, divided by their count) of each feature `[size]`. */
export function moments({ features, count, size }: Vectors): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(size);
  const deviation = new Float64Array(size);
  for (const [i, value] of features.entries()) mean[i % size]! += value / count;
  for (const [i, value] of features.entries()) deviation[i % size]! += (value - mean[i % size]!) ** 2 / count;
  return { mean, deviation: deviation.map(Math.sqrt) };
}
