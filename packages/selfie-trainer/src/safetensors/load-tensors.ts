import { readFile } from 'node:fs/promises';
import { decodeSafetensors } from './decode-safetensors.ts';
import type { TensorFile } from './tensor-data.ts';

/**
 * Reads a safetensors file: its tensors by name, and its metadata.
 *
 * @throws a sentence with the path if the file is missing, damaged, or of another format.
 */
export async function loadTensors(path: string): Promise<TensorFile> {
  try {
    return decodeSafetensors(await readFile(path));
  } catch (cause) {
    throw new Error(`${path} could not be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
