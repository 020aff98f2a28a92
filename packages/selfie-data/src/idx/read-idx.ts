import type { ImageDataset, LabelledImageDataset } from '../dataset.ts';
import { readBytes } from '../read-bytes.ts';
import { imagesFromIdx, type LabelledSources, type UnlabelledSources } from './images-from-idx.ts';
import { type IdxArray, parseIdx } from './parse-idx.ts';

/**
 * Reads an IDX file of unsigned bytes from disk, gzipped or not.
 *
 * @throws Error if there is no such file, or as `parseIdx` does.
 */
export async function readIdx(path: string): Promise<IdxArray> {
  return parseIdx(await readBytes(path, 'an IDX file'), path);
}

/**
 * Reads pictures `[length, h, w, 1]` and, if given, their labels from IDX files at the given paths.
 *
 * @throws Error if a file is missing, or as `parseIdx` and `imagesFromIdx` do.
 */
export function readIdxImages(paths: LabelledSources<string>): Promise<LabelledImageDataset>;
export function readIdxImages(paths: UnlabelledSources<string>): Promise<ImageDataset>;
export async function readIdxImages(paths: LabelledSources<string> | UnlabelledSources<string>): Promise<ImageDataset> {
  const images = await readIdx(paths.images);
  if (paths.labels === undefined) return imagesFromIdx({ images });
  return imagesFromIdx({ images, labels: await readIdx(paths.labels), classes: paths.classes });
}
