import { readFile, stat } from 'node:fs/promises';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file; check the path',
  EISDIR: 'a folder; give the file in it',
  EACCES: 'a file that may not be read; change its permissions',
};

/**
 * The bytes of a file.
 *
 * @param expected What the file should be, for errors, e.g. `an IDX file`.
 * @throws Error if it cannot be read.
 */
export async function readBytes(path: string, expected: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, length } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    throw unreadable(path, expected, cause);
  }
}

/**
 * The first of the paths where there is a file.
 *
 * @throws Error if it cannot be told, as in a folder that may not be read.
 */
export async function firstFile(paths: readonly string[], expected: string): Promise<string | undefined> {
  for (const path of paths) {
    try {
      if ((await stat(path)).isFile()) return path;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unreadable(path, expected, cause);
    }
  }
  return undefined;
}

/** An error of one sentence for one of the file system. */
export function unreadable(path: string, expected: string, cause: unknown): Error {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? `what cannot be read (${message})`;
  return new Error(`${path}: expected ${expected}, found ${reason}`, { cause });
}
