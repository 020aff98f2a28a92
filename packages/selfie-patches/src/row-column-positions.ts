import * as tf from '@tensorflow/tfjs-core';
import { checkSides, lookUp, type PositionEmbedding, positionTable } from './position-embedding.ts';

export interface RowColumnPositionsOptions {
  /** Rows of the grid. */
  readonly rows: number;
  /** Columns of the grid. */
  readonly columns: number;
  /** Length of a vector, d: the patch network's output size. */
  readonly size: number;
  /**
   * Seeds the initial values.
   * @default 0
   */
  readonly seed?: number;
}

/**
 * A learned vector for each row plus one for each column: `[b, n]` to `[b, n, d]` (Selfie, section 3.3, for larger grids).
 *
 * Position p stands in row ⌊p / columns⌋ and column p mod columns. The variables are `rows` `[rows, d]` and `columns`
 * `[columns, d]`: 14 vectors instead of 49 on a 7 × 7 grid.
 *
 * @throws if rows, columns or size is no whole number of at least 1.
 */
export function rowColumnPositions({ rows, columns, size, seed = 0 }: RowColumnPositionsOptions): PositionEmbedding {
  checkSides({ rows, columns, size });
  const count = rows * columns;
  const rowTable = positionTable('rows', [rows, size], seed);
  const columnTable = positionTable('columns', [columns, size], seed);
  return {
    count,
    size,
    variables: { rows: rowTable, columns: columnTable },
    apply: (positions) =>
      tf.tidy(() => {
        const grid = tf.add(tf.expandDims(rowTable, 1), tf.expandDims(columnTable, 0)); // [rows, columns, d]
        return lookUp(tf.reshape(grid, [count, size]), positions);
      }),
    dispose() {
      rowTable.dispose();
      columnTable.dispose();
    },
  };
}
