import { readFile } from 'node:fs/promises';
import type { ImageDataset, LabelledImageDataset } from './dataset.ts';
import { imagesFromIdx, type LabelledSources, type UnlabelledSources } from './images-from-idx.ts';
import { type IdxArray, parseIdx } from './parse-idx.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file; check the path',
  EISDIR: 'a folder; give the file in it',
  EACCES: 'a file that may not be read; change its permissions',
};

/**
 * Reads an IDX file of unsigned bytes from disk, gzipped or not.
 *
 * @throws Error if there is no such file, or as `parseIdx` does.
 */
export async function readIdx(path: string): Promise<IdxArray> {
  return parseIdx(await read(path), path);
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

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new Error(`${path}: expected an IDX file, found ${REASONS[code] ?? `what cannot be read (${message})`}`, {
      cause,
    });
  }
}
