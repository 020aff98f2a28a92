import type { Features } from './features.ts';

/** The vectors `[count, size]`, each divided by its Euclidean length; a vector of zeros stays. */
export function unitRows({ features, count, size }: Pick<Features, 'features' | 'count' | 'size'>): Float32Array {
  const rows = Float32Array.from(features);
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * size, (i + 1) * size);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let j = 0; j < size; j++) row[j]! /= length;
  }
  return rows;
}
