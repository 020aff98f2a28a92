import * as tf from '@tensorflow/tfjs-core';
import { checkSides, lookUp, type PositionEmbedding, positionTable } from './position-embedding.ts';

export interface LearnedPositionsOptions {
  /** How many positions there are, e.g. 16 for a 4 × 4 grid. */
  readonly count: number;
  /** Length of a vector, d: the patch network's output size. */
  readonly size: number;
  /**
   * Seeds the initial values.
   * @default 0
   */
  readonly seed?: number;
}

/**
 * One learned vector for each position: `[b, n]` to `[b, n, d]` (Selfie, section 3.3, for 32 × 32 images).
 *
 * The variable is `table` `[count, d]`.
 *
 * @throws if count or size is no whole number of at least 1.
 */
export function learnedPositions({ count, size, seed = 0 }: LearnedPositionsOptions): PositionEmbedding {
  checkSides({ count, size });
  const table = positionTable('table', [count, size], seed);
  return {
    count,
    size,
    variables: { table },
    apply: (positions) => tf.tidy(() => lookUp(table, positions)),
    dispose: () => table.dispose(),
  };
}
