import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder and the pictures that lie right in it. */
export interface ListedFolder {
  /** Its path from the first folder on, with slashes; empty for the first one. */
  readonly path: string;
  /** When its list of names last changed, in nanoseconds: a whole number in digits. */
  readonly modified: string;
  /** The pictures' names, in the order of their characters. */
  readonly pictures: readonly string[];
}

const PICTURE = /\.(?:jpe?g|png|webp|gif)$/i;
const PASSED_OVER = /^(?:\.|__MACOSX$)/; // hidden, or made by an archiver

/**
 * All folders under a path, itself first, with the pictures in each, in the order of their paths' characters. Symbolic
 * links are followed; hidden folders and files are passed over.
 *
 * @throws Error if a folder cannot be read, or a symbolic link leads back to a folder that it lies in.
 */
export async function listPictures(root: string): Promise<ListedFolder[]> {
  const found: ListedFolder[] = [];
  const visit = async (path: string, around: ReadonlyMap<string, string>): Promise<void> => {
    const { id, modified, entries } = await readFolder(join(root, path));
    const outer = around.get(id);
    if (outer !== undefined) {
      throw new Error(
        `${join(root, path)}: expected a folder of its own, found a symbolic link back to ${join(root, outer)}, ` +
          'in which it lies; remove the link',
      );
    }
    const pictures: string[] = [];
    const folders: string[] = [];
    await Promise.all(
      entries.map(async (entry) => {
        if (PASSED_OVER.test(entry.name)) return;
        const kind = entry.isSymbolicLink() ? await targetOf(join(root, path, entry.name)) : entry;
        if (kind.isDirectory()) folders.push(path ? `${path}/${entry.name}` : entry.name);
        else if (kind.isFile() && PICTURE.test(entry.name)) pictures.push(entry.name);
      }),
    );
    found.push({ path, modified, pictures: pictures.sort() });
    const inner = new Map(around).set(id, path);
    await Promise.all(folders.map((folder) => visit(folder, inner)));
  };
  await visit('', new Map());
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** When a folder's list of names last changed, as in `ListedFolder`; undefined if there is no such folder. */
export async function modifiedTime(folder: string): Promise<string | undefined> {
  const found = await stat(folder, { bigint: true }).catch(() => undefined);
  return found?.isDirectory() ? String(found.mtimeNs) : undefined;
}

async function readFolder(path: string): Promise<{ id: string; modified: string; entries: Dirent[] }> {
  try {
    const { dev, ino, mtimeNs } = await stat(path, { bigint: true }); // before it is read: what changes later is newer
    return { id: `${dev}:${ino}`, modified: String(mtimeNs), entries: await readdir(path, { withFileTypes: true }) };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Error(`${path}: expected a folder that can be read, found ${REASONS[code ?? ''] ?? message}`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'none; check the path',
  ENOTDIR: 'a file; give the folder that it lies in',
  EACCES: 'one that may not be read; change its permissions',
  EPERM: 'one that may not be read; change its permissions',
  ELOOP: 'a symbolic link that leads to itself; remove the link',
};

/** What a symbolic link leads to. One that leads nowhere counts as a file, which is found out when it is read. */
async function targetOf(path: string): Promise<{ isDirectory(): boolean; isFile(): boolean }> {
  return stat(path).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === 'ELOOP') throw new Error(`${path}: expected a file or folder, found ${REASONS.ELOOP}`);
    return { isDirectory: () => false, isFile: () => true };
  });
}
