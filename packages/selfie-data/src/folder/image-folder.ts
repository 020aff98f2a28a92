import { join } from 'node:path';
import { cacheFolder } from '../download/cache-folder.ts';
import { readBytes } from '../read-bytes.ts';
import { consecutive } from '../sources/consecutive.ts';
import type { PictureFiles } from '../sources/picture.ts';
import { type ListedFolder, listPictures } from './list-pictures.ts';
import { cachedListing } from './listing-cache.ts';

/** Options of `imageFolder`. */
export interface ImageFolderOptions {
  /**
   * `folders`: the folders right in the given one are the classes, and pictures may lie at any depth in them; `none`: all
   * pictures under the folder, without labels.
   *
   * @default 'none' if pictures lie right in the folder, 'folders' if not
   */
  readonly labels?: 'folders' | 'none';
  /**
   * The classes in their order, e.g. those of the training pictures for a folder of test pictures.
   *
   * @default the folders' names, in the order of their characters
   */
  readonly classes?: readonly string[];
  /**
   * The folder in which the list of files is kept for the next time; `none`: it is not kept.
   *
   * @default `image-folders` in the platform's cache folder
   */
  readonly cache?: string;
}

/** Pictures that are files by themselves. */
export interface FolderFiles extends PictureFiles {
  path(index: number): string;
}

/**
 * Pictures (.jpg, .jpeg, .png, .webp, .gif, in small or capital letters) in a folder per class, or in one without
 * labels, folder by folder, in the order of the folders' paths and of the names in each. Symbolic links are followed;
 * hidden files and folders are passed over.
 *
 * @throws Error if there are no pictures, a folder cannot be read or is no class, or a symbolic link leads in a circle.
 */
export async function imageFolder(
  path: string,
  { labels, classes, cache = join(cacheFolder(), 'image-folders') }: ImageFolderOptions = {},
): Promise<FolderFiles> {
  const folders = cache === 'none' ? await listPictures(path) : await cachedListing(path, cache);
  const { starts, partOf } = consecutive(folders.map(({ pictures }) => pictures.length));
  const length = starts.at(-1)!;
  if (length === 0) {
    throw new Error(`${path}: expected pictures (.jpg, .png, .webp, .gif), found none; check the path`);
  }
  const loose = folders.find((folder) => folder.path === '')!.pictures[0];
  const labelled = labels === undefined ? loose === undefined : labels === 'folders';
  if (loose !== undefined && (labelled || (labels === undefined && length > folders[0]!.pictures.length))) {
    throw new Error(
      `${path}: expected pictures in a folder per class, found ${loose} beside the folders; ` +
        "move it into its class's folder, or use labels: 'none'",
    );
  }
  const named = labelled ? (classes ?? folders.map((folder) => folder.path).filter(isClass)) : undefined;

  const labelOf = named && folders.map((folder) => classIndex(folder, named, path));
  const labelOfEach = labelOf && new Int32Array(length);
  labelOf?.forEach((label, i) => {
    labelOfEach!.fill(label, starts[i], starts[i + 1]);
  });

  function pathOf(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= length) {
      throw new RangeError(`index must be from 0 to ${length - 1}: got ${index}; use an index of this folder`);
    }
    const i = partOf(index);
    return join(path, folders[i]!.path, folders[i]!.pictures[index - starts[i]!]!);
  }
  return {
    length,
    classes: named,
    labels: labelOfEach,
    path: pathOf,
    async read(index) {
      const origin = pathOf(index);
      return { bytes: await readBytes(origin, 'a picture'), origin, label: labelOfEach?.[index] };
    },
  };
}

const isClass = (path: string) => path !== '' && !path.includes('/');

/** The class of a folder's pictures; of no consequence for a folder without any. */
function classIndex({ path, pictures }: ListedFolder, classes: readonly string[], root: string): number {
  const name = path.split('/')[0]!;
  const index = classes.indexOf(name);
  if (index < 0 && pictures.length > 0) {
    throw new Error(
      `${join(root, name)}: expected a folder of one of ${classes.length} classes, found ${JSON.stringify(name)}; ` +
        'rename it or give its class',
    );
  }
  return index;
}
