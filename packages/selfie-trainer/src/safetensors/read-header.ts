import { type FileHandle, open } from 'node:fs/promises';
import { readLayout } from './decode-safetensors.ts';
import { headerSize } from './header-size.ts';
import type { Header } from './parse-header.ts';

/**
 * Reads the header alone of a safetensors file, which must fit the file's size; its data are not looked at.
 *
 * @throws a sentence with the path if the file is missing, truncated, or of another format.
 */
export async function readHeader(path: string): Promise<Header> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const start = await bytesOf(file, 8);
      return readLayout(await bytesOf(file, 8 + headerSize(start, size)), size);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new Error(`${path} could not be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** So many bytes from the start of a file; fewer if it ends before. */
async function bytesOf(file: FileHandle, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, 0);
  return buffer.subarray(0, bytesRead);
}
