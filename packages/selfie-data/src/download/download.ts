import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { type FetchOptions, fetchFile } from './fetch-file.ts';
import { PUBLIC_SETS, type PublicSet, type PublishedFile, type PublishedSet } from './public-sets.ts';
import { unpackArchive } from './unpack-archive.ts';

/** Options of `download`. */
export interface DownloadOptions extends FetchOptions {
  /**
   * Where data sets are kept, each in a folder of its name.
   *
   * @default `data-sets` in the platform's cache folder
   */
  readonly folder?: string;
  /**
   * An address to get the files from instead of the official one; a file's name is put behind it.
   *
   * @default the official address
   */
  readonly mirror?: string;
}

/**
 * Gets a public data set, unless it is there already, and gives the path of the folder that holds its files. What breaks
 * off is taken up again; sizes and SHA-256 are verified; an archive is unpacked.
 *
 * @throws Error if there is no set of this name, or as `fetchFile` does.
 */
export async function download(name: PublicSet, options?: DownloadOptions): Promise<string> {
  if (!Object.hasOwn(PUBLIC_SETS, name)) {
    throw new RangeError(
      `download knows ${Object.keys(PUBLIC_SETS).join(', ')}: got ${JSON.stringify(name)}; use one of them`,
    );
  }
  return downloadSet(name, PUBLIC_SETS[name], options);
}

/** `download` of a set that is described. */
export async function downloadSet(
  name: string,
  set: PublishedSet,
  { folder = join(cacheFolder(), 'data-sets'), mirror, ...options }: DownloadOptions = {},
): Promise<string> {
  const home = join(folder, name);
  const get = async (file: PublishedFile, to: string) => {
    const fileName = file.url.slice(file.url.lastIndexOf('/') + 1);
    const url = mirror === undefined ? file.url : `${mirror.replace(/\/+$/, '')}/${fileName}`;
    const path = join(to, fileName);
    await fetchFile({ ...file, url }, path, options);
    return path;
  };
  if ('files' in set) {
    for (const file of set.files) await get(file, home);
    return home;
  }
  if (!(await stat(home).catch(() => undefined))) {
    const archive = await get(set.archive, folder);
    await unpackArchive(archive, home);
    await rm(archive);
  }
  return join(home, set.folder);
}
