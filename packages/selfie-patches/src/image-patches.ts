import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from 'selfie-random';
import { extractPatches } from './extract-patches.ts';
import { type PixelSize, patchGrid } from './patch-grid.ts';
import { checkHidden, type Split, splitPositions } from './split-positions.ts';

export interface ImagePatchesOptions {
  /** Height and width of the images, in pixels. */
  readonly imageSize: PixelSize;
  /** Height and width of a patch, in pixels; it divides the image. Selfie uses 8 of 32 and 32 of 224. */
  readonly patchSize: PixelSize;
  /**
   * How many patches of each image to hide, from 1 to n − 1.
   * @default Math.floor(n / 4), as the paper's figures show (4 of 16, 12 of 49)
   */
  readonly hidden?: number;
}

/** Cuts images `[b, h, w, c]` into patches `[b, n, p, p, c]`, and splits their positions into visible and hidden. */
export interface Patches {
  /** Patches of an image, n = rows · columns. */
  readonly count: number;
  /** How many of them a split hides, m. */
  readonly hidden: number;
  /** How many stand below and beside each other. */
  readonly grid: readonly [rows: number, columns: number];
  /** Images `[b, h, w, c]` to patches `[b, n, p, p, c]`, row by row. */
  extract(images: tf.Tensor4D): tf.Tensor5D;
  /** Positions, for image i from stream `random.first + i`: visible `[b, n − m]` and hidden `[b, m]`, int32, in no order. */
  split(batch: number, random: Random): Split;
}

/**
 * Cuts images `[b, h, w, c]` of one size into a grid of patches and hides some of each image's.
 *
 * @throws if the patch does not divide the image, or nothing would be hidden or nothing visible.
 */
export function imagePatches({ imageSize, patchSize, hidden: wanted }: ImagePatchesOptions): Patches {
  const { image, grid } = patchGrid(imageSize, patchSize);
  const count = grid[0] * grid[1];
  const hidden = wanted ?? Math.floor(count / 4);
  checkHidden(hidden, count);

  return {
    count,
    hidden,
    grid,
    extract(images) {
      const [, height, width] = images.shape;
      if (height !== image[0] || width !== image[1]) {
        throw new Error(
          `images of [${image.join(', ')}] pixels expected: got [${height}, ${width}]; ` +
            'crop or resize them, or set imageSize to theirs',
        );
      }
      return extractPatches(images, patchSize);
    },
    split: (batch, random) => splitPositions({ count, hidden, batch, random }),
  };
}
