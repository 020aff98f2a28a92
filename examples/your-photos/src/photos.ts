import { relative } from 'node:path';
import type { PictureFiles } from 'selfie-data';
import { imageFolder } from 'selfie-data/node';
import { permutation } from 'selfie-random';

/** The pictures of a folder by index, and what each is for. */
export interface Photos {
  readonly folder: string;
  /** Their labels are their indices, so that batches tell which pictures are in them. */
  readonly pictures: PictureFiles;
  /** Those that are learned from. */
  readonly training: Int32Array;
  /** Those that are only measured on: a tenth, 500 at most. */
  readonly heldOut: Int32Array;
  /** Those among which similar ones are sought: first those held out, 2,000 at most. */
  readonly gallery: Int32Array;
  /** The path of a picture in the folder. */
  nameOf(index: number): string;
}

const fewest = 20;

/**
 * Opens a folder of pictures, at any depth in it, and draws which of them are held out: the same each time.
 *
 * @throws if it cannot be read, or there are too few.
 */
export async function openPhotos(folder: string): Promise<Photos> {
  const files = await imageFolder(folder, { labels: 'none' });
  const { length, path } = files;
  if (length < fewest) {
    throw new Error(`${folder}: expected at least ${fewest} pictures, found ${length}; give a folder with more`);
  }
  const order = permutation(length, { seed: 0, stream: 0, site: 'your-photos/held-out' });
  const held = Math.min(500, Math.ceil(length / 10));
  return {
    folder,
    pictures: { ...files, labels: Int32Array.from({ length }, (_, index) => index) },
    training: order.subarray(held),
    heldOut: order.subarray(0, held),
    gallery: order.subarray(0, 2000),
    nameOf: (index) => relative(folder, path(index)),
  };
}
