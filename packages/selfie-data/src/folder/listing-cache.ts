import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ListedFolder, listPictures, modifiedTime } from './list-pictures.ts';

/** A change so young may have been followed by one that the clock of the file system does not tell from it. */
const SETTLED_NS = 2_000_000_000n;
const VERSION = 1;

/**
 * `listPictures`, kept in a file of the cache folder and taken from there as long as every folder's time of change is
 * what it was. A cache that is damaged is made anew; one that cannot be written is done without.
 *
 * @throws Error as `listPictures` does.
 */
export async function cachedListing(root: string, cacheFolder: string): Promise<readonly ListedFolder[]> {
  const path = resolve(root);
  const file = join(cacheFolder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`);
  const cached = await readListing(file, path);
  if (cached && (await isCurrent(cached, path))) return cached;
  const folders = await listPictures(root);
  const settled = BigInt(Date.now()) * 1_000_000n - SETTLED_NS;
  if (folders.every(({ modified }) => BigInt(modified) < settled)) await writeListing(file, path, folders);
  return folders;
}

async function isCurrent(folders: readonly ListedFolder[], root: string): Promise<boolean> {
  const times = await Promise.all(folders.map(({ path }) => modifiedTime(join(root, path))));
  return folders.every(({ modified }, i) => modified === times[i]);
}

async function readListing(file: string, root: string): Promise<ListedFolder[] | undefined> {
  try {
    const { version, path, folders } = JSON.parse(await readFile(file, 'utf8'));
    const sound = version === VERSION && path === root && Array.isArray(folders) && folders.length > 0;
    return sound && folders.every(isListedFolder) ? folders : undefined;
  } catch {
    return undefined; // none yet, or a damaged one
  }
}

function isListedFolder(value: unknown): value is ListedFolder {
  const { path, modified, pictures } = (value ?? {}) as Partial<ListedFolder>;
  return (
    typeof path === 'string' &&
    typeof modified === 'string' &&
    Array.isArray(pictures) &&
    pictures.every((name) => typeof name === 'string')
  );
}

async function writeListing(file: string, path: string, folders: readonly ListedFolder[]): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(part, JSON.stringify({ version: VERSION, path, folders }));
    await rename(part, file);
  } catch {
    await rm(part, { force: true }).catch(() => {});
  }
}
