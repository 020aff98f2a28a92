import type { Vectors } from 'selfie-trainer';

/** A vector and how similar it is: the cosine of the angle between the two, from −1 to 1. */
export interface Neighbour {
  readonly row: number;
  readonly similarity: number;
}

/** The k vectors `[count, size]` most similar to that in one row, without itself, the most similar first. */
export function nearest({ features, count, size }: Vectors, row: number, k: number): Neighbour[] {
  const vector = (i: number) => features.subarray(i * size, (i + 1) * size);
  const own = vector(row);
  return Array.from({ length: count }, (_, i) => ({ row: i, similarity: cosine(own, vector(i)) }))
    .filter((other) => other.row !== row)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, k);
}

const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const cosine = (a: Float32Array, b: Float32Array) => product(a, b) / Math.sqrt(product(a, a) * product(b, b) || 1);
