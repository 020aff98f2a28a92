import type { EncodedPicture, IndexedPictures, StoredPicture } from '../sources/picture.ts';
import type { PictureFile } from './picture-writer.ts';

/** A picture as threads get it: its file, where it has one of its own, or the way to read it. */
export const sourceOf = (
  pictures: IndexedPictures,
  index: number,
): PictureFile | (() => Promise<EncodedPicture | StoredPicture>) =>
  pictures.path ? { path: pictures.path(index) } : () => pictures.read(index);
