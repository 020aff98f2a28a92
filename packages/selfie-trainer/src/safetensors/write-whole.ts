import { type FileHandle, link, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withTemporary } from './temporary-files.ts';

/**
 * Writes a file, whole or not at all.
 *
 * The bytes go to a temporary file beside it, are flushed to the disk, and take the name; what stood there before stays
 * until then.
 *
 * @throws a sentence with the path if the file cannot be written.
 */
export async function writeWhole(path: string, chunks: readonly Uint8Array[]): Promise<void> {
  await placed(path, (temporary) => flushed(temporary, 'w', (file) => writeFile(file, chunks)));
}

/**
 * Gives a whole file a second name, over what stood there before; where the disk knows no second names, writes it again.
 *
 * @throws a sentence with the path if the file cannot be written.
 */
export async function linkWhole(existing: string, path: string, chunks: readonly Uint8Array[]): Promise<void> {
  try {
    await placed(path, (temporary) => link(existing, temporary));
  } catch {
    await writeWhole(path, chunks);
  }
}

async function placed(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  try {
    await withTemporary(path, async (temporary) => {
      await write(temporary);
      await rename(temporary, path);
    });
    if (process.platform !== 'win32') await flushed(dirname(path), 'r');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    const fix = full ? 'make room' : 'choose a folder that can be written to';
    throw new Error(`${path} could not be written: ${message}; ${fix}, and what stood there before is untouched`, {
      cause,
    });
  }
}

/** Opens a file or, to make a rename in it last, a folder, and flushes it to the disk. */
async function flushed(path: string, flags: string, write?: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await write?.(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
