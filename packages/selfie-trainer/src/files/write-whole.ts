import { renameSync, writeFileSync } from 'node:fs';
import { link, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { advice } from './advice.ts';
import { flushed, flushFolder } from './flush.ts';
import { withTemporary, withTemporarySync } from './temporary-files.ts';

/**
 * Writes a file, whole or not at all.
 *
 * The bytes go to a temporary file beside it, are flushed to the disk, and take the name; what stood there before stays
 * until then.
 *
 * @throws a sentence with the path if the file cannot be written, or if it is, but may be gone after a power failure.
 */
export async function writeWhole(path: string, chunks: readonly Uint8Array[]): Promise<void> {
  await placed(path, (temporary) => flushed(temporary, (file) => writeFile(file, chunks)));
}

/** As `writeWhole`, a text, before it returns; a power failure may bring back what stood there before. */
export function writeWholeSync(path: string, text: string): void {
  withTemporarySync(path, (temporary) => {
    writeFileSync(temporary, text, { flush: true });
    renameSync(temporary, path);
  });
}

/**
 * Gives a whole file a second name, over what stood there before; where the disk knows no second names, writes it again.
 *
 * @throws a sentence with the path if the file cannot be written, or if it is, but may be gone after a power failure.
 */
export async function linkWhole(existing: string, path: string, chunks: readonly Uint8Array[]): Promise<void> {
  try {
    await placed(path, (temporary) => link(existing, temporary));
  } catch {
    await writeWhole(path, chunks);
  }
}

/** Lets a temporary file be made, gives it the path, and makes that last. */
async function placed(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  try {
    await withTemporary(path, async (temporary) => {
      await make(temporary);
      await rename(temporary, path);
    });
  } catch (cause) {
    const fix = advice(cause, 'choose a folder that can be written to');
    const { message } = cause as Error;
    throw new Error(`${path} could not be written: ${message}; ${fix}, and what stood there before is untouched`, {
      cause,
    });
  }
  try {
    await flushFolder(dirname(path));
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`${path} is written, but a power failure may undo it: ${message}; check the disk`, { cause });
  }
}
