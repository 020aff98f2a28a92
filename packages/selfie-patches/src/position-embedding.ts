import * as tf from '@tensorflow/tfjs-core';
import { truncatedNormal } from 'selfie-random';

/** Integer positions `[b, n]` to vectors `[b, n, d]`; disposed by who made it. */
export interface PositionEmbedding {
  /** How many positions there are: 0 … count − 1. */
  readonly count: number;
  /** Length of a vector, d. */
  readonly size: number;
  /** The trainable tables by path. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Positions `[b, n]` (int32, 0 … count − 1) to vectors `[b, n, d]`; a position outside the table gives zeros. */
  apply(positions: tf.Tensor2D): tf.Tensor3D;
  dispose(): void;
}

/** A table `[rows, size]` of vectors, truncated normal with σ 0.02 as in BERT; `path` names it and seeds it. */
export function positionTable(path: string, [rows, size]: [number, number], seed: number): tf.Variable<tf.Rank.R2> {
  const values = truncatedNormal(new Float32Array(rows * size), 0.02, { seed, site: path });
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [rows, size])));
}

/**
 * Rows of a table `[count, d]` at positions `[b, n]`, as vectors `[b, n, d]`.
 *
 * A product with one-hot rows: exact, and differentiable on every backend, which `tf.gather` is not.
 */
export function lookUp(table: tf.Tensor2D, positions: tf.Tensor2D): tf.Tensor3D {
  const [count, size] = table.shape;
  const [batch, wanted] = positions.shape;
  const chosen = tf.oneHot(tf.reshape(positions, [batch * wanted]), count, 1, 0, 'float32') as tf.Tensor2D;
  return tf.reshape(tf.matMul(chosen, table), [batch, wanted, size]); // [b·n, count] · [count, d]
}

/** @throws if a table's side is no whole number of at least 1. */
export function checkSides(sides: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(sides)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new Error(`${name} is a whole number of at least 1: got ${value}`);
    }
  }
}
