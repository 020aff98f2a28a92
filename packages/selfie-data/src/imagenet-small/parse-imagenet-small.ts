import type { LabelledImageDataset } from '../dataset.ts';
import { bytesSource } from '../npy/byte-source.ts';
import { openImageNetBatch, readBatches } from './imagenet-batch.ts';

/** The size of downsampled ImageNet's pictures. */
export interface ImageNetSmallOptions {
  /** Pixels along a side: 16, 32 or 64, or 8. */
  readonly side: number;
}

/**
 * Reads a file of downsampled ImageNet, pictures `[length, side, side, 3]` of 1,000 classes: npz or pickled, with `data`
 * `[length, 3·side·side]`, the planes red, green and blue of each picture, and `labels` from 1, which become 0.
 *
 * @param name Stands for the file in errors.
 * @throws Error if the file is damaged, of pictures of another size, or a label is no class.
 */
export async function parseImageNetSmall(
  bytes: Uint8Array,
  name: string,
  { side }: ImageNetSmallOptions,
): Promise<LabelledImageDataset> {
  checkSide(side);
  return readBatches([await openImageNetBatch(bytesSource(bytes, name), side)], side);
}

/** @throws RangeError if it is no size of pictures. */
export function checkSide(side: number): void {
  if (!Number.isInteger(side) || side < 1 || side > 256) {
    throw new RangeError(`side must be a whole number of pixels from 1 to 256: got ${side}; use 16, 32 or 64`);
  }
}
