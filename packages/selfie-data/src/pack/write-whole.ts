import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';

/** A file that is being written, of which nobody sees anything until it is whole. */
export interface UnfinishedFile {
  /** Writes bytes from a place on. */
  write(bytes: Uint8Array, position: number): Promise<void>;
}

/**
 * Writes a file, whole or not at all: under another name, which ends in `.part`, until it is flushed to the disk. Whatever
 * goes wrong, that one is removed, and what stood at the path before stays.
 *
 * @returns what `fill` gives.
 * @throws what `fill` throws, or Error if the file cannot be written.
 */
export async function writeWhole<T>(path: string, fill: (file: UnfinishedFile) => Promise<T>): Promise<T> {
  const written = <R>(done: Promise<R>): Promise<R> => done.catch((cause) => Promise.reject(unwritable(path, cause)));
  if ((await stat(path).catch(() => undefined))?.isDirectory()) {
    throw new Error(`${path}: expected the name of a file, found a folder; name a file in it`);
  }
  const part = `${path}.${randomUUID()}.part`;
  const file = await written(open(part, 'wx'));
  try {
    let result: T;
    try {
      result = await fill({ write: (bytes, position) => written(writeAll(file, bytes, position)) });
      await written(file.sync());
    } finally {
      await file.close();
    }
    await written(rename(part, path));
    return result;
  } catch (error) {
    await rm(part, { force: true }).catch(() => {}); // what counts is why
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

function unwritable(path: string, cause: unknown): Error {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const fix = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code) ? 'make room' : 'choose a folder that can be written to';
  return new Error(`${path}: expected a file that can be written, found ${message}; ${fix}`, { cause });
}
