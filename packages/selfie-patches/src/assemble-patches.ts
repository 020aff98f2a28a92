import * as tf from '@tensorflow/tfjs-core';

/**
 * Puts patches `[b, n, p, p, c]` back together as images `[b, h, w, c]`: the inverse of {@link extractPatches}.
 *
 * @param grid how many patches stand below and beside each other, `[rows, columns]` with rows · columns = n.
 * @throws if the grid has another number of places than there are patches.
 */
export function assemblePatches(patches: tf.Tensor5D, grid: readonly [rows: number, columns: number]): tf.Tensor4D {
  const [batch, count, patchHeight, patchWidth, channels] = patches.shape;
  const [rows, columns] = grid;
  if (rows * columns !== count) {
    throw new Error(
      `a grid of ${rows} × ${columns} places needs ${rows * columns} patches: got ${count}; ` +
        'use the grid that the images were cut by',
    );
  }
  return tf.tidy(() => {
    const placed = tf.reshape(patches, [batch, rows, columns, patchHeight, patchWidth * channels]);
    const ordered = tf.transpose(placed, [0, 1, 3, 2, 4]); // [b, rows, p, columns, p·c]
    return tf.reshape(ordered, [batch, rows * patchHeight, columns * patchWidth, channels]);
  });
}
