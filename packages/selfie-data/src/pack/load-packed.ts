import type { ImageDataset } from '../dataset.ts';
import { packedFile } from './packed-file.ts';
import { pictureBytes } from './packed-format.ts';

/** So many bytes are read and verified at once, or one picture. */
const AT_ONCE = 2 ** 24;

/**
 * Reads a file that `packDataset` wrote into memory, as a data set: with labels where the pictures had them, and with as
 * many classes as have names, or else one more than the greatest label. Every picture is verified.
 *
 * @throws Error if it cannot be read, is another file, or is not as it was written.
 * @throws RangeError if there is no array for as many pictures.
 */
export async function loadPacked(file: string): Promise<ImageDataset> {
  const { length, shape, labels, classes: classNames, read, close } = await packedFile(file);
  try {
    const size = pictureBytes(shape);
    const images = arrayOf(length * size, file);
    const step = Math.ceil(AT_ONCE / size);
    for (let from = 0; from < length; from += step) {
      images.set(await read(from, Math.min(length, from + step)), from * size);
    }
    const classes = classNames?.length ?? labels?.reduce((most, label) => Math.max(most, label + 1), 0);
    return { length, shape, images, ...(labels && { labels, classes }), ...(classNames && { classNames }) };
  } finally {
    await close();
  }
}

function arrayOf(bytes: number, file: string): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new RangeError(
      `${file}: expected pictures that fit into one array, found ${bytes} bytes of them; use openPacked, which reads them ` +
        'one by one',
      { cause },
    );
  }
}
