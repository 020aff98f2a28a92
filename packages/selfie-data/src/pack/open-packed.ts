import type { IndexedPictures, Shape, StoredPicture } from '../sources/picture.ts';
import { packedFile } from './packed-file.ts';

/** The pictures of a packed file, by index, 0 ≤ index < length. */
export interface PackedPictures extends IndexedPictures {
  /** The shape of each picture, [h, w, c]. */
  readonly shape: Shape;
  /**
   * Reads a picture `[h, w, c]`, whose bytes are an array of its own.
   *
   * @throws Error if it is not as it was written.
   */
  read(index: number): Promise<StoredPicture>;
  /** Closes the file: no picture can be read any more. */
  close(): Promise<void>;
}

/**
 * Opens a file that `packDataset` wrote: labels and checksums are read at once, a picture when it is asked for, and
 * verified each time. Memory: 8 bytes a picture.
 *
 * @throws Error if it cannot be read, is another file, or is not as it was written.
 */
export async function openPacked(file: string): Promise<PackedPictures> {
  const { length, shape, labels, classes, read, placeOf, close } = await packedFile(file);
  return {
    length,
    shape,
    labels,
    classes,
    async read(index) {
      if (!Number.isInteger(index) || index < 0 || index >= length) {
        throw new RangeError(`index must be from 0 to ${length - 1}: got ${index}; use an index of this file`);
      }
      const pixels = await read(index, index + 1);
      return { pixels, shape, origin: `${file} at ${placeOf(index)} (picture ${index})`, label: labels?.[index] };
    },
    close,
  };
}
