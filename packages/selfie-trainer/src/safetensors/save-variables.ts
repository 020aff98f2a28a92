import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Variables } from '../interfaces.ts';
import { readVariables } from '../variables/read-variables.ts';
import { encodeSafetensors } from './encode-safetensors.ts';

/**
 * Writes variables and metadata to a safetensors file, whole or not at all.
 *
 * The bytes go to a temporary file beside it, are flushed to the disk, and take the name; what stood there before stays
 * until then.
 *
 * @throws a sentence with the path if the file cannot be written.
 */
export async function saveVariables(
  path: string,
  variables: Variables,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  const bytes = encodeSafetensors(await readVariables(variables), metadata);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await flushed(temporary, 'w', (file) => file.writeFile(bytes));
    await rename(temporary, path);
    if (process.platform !== 'win32') await flushed(dirname(path), 'r');
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new Error(`${path} could not be written: ${cause instanceof Error ? cause.message : cause}`, { cause });
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
