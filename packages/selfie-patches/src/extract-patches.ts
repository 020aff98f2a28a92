import * as tf from '@tensorflow/tfjs-core';
import { type PixelSize, patchGrid } from './patch-grid.ts';

/**
 * Cuts images `[b, h, w, c]` into patches `[b, n, p, p, c]`, row by row from the top left, without gap or overlap.
 *
 * @param patchSize height and width of a patch in pixels; it must divide the image.
 * @throws if the patch does not divide the image.
 */
export function extractPatches(images: tf.Tensor4D, patchSize: PixelSize): tf.Tensor5D {
  const [batch, height, width, channels] = images.shape;
  const { patch, grid } = patchGrid([height, width], patchSize);
  const [patchHeight, patchWidth] = patch;
  const [rows, columns] = grid;
  return tf.tidy(() => {
    // a row of one patch is contiguous: pixels and channels move as one axis
    const cut = tf.reshape(images, [batch, rows, patchHeight, columns, patchWidth * channels]);
    const ordered = tf.transpose(cut, [0, 1, 3, 2, 4]); // [b, rows, columns, p, p·c]
    return tf.reshape(ordered, [batch, rows * columns, patchHeight, patchWidth, channels]);
  });
}
