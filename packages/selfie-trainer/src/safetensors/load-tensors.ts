import { readWhole } from '../files/read-whole.ts';
import { checksumName, verifyChecksum } from './checksum.ts';
import { readLayout, tensorsOf } from './decode-safetensors.ts';
import type { TensorFile } from './tensor-data.ts';

/** Options of `loadTensors`. */
export interface LoadOptions {
  /**
   * What a file without a checksum is: `required` refuses it, as damaged or of another maker. Where there is a checksum, it
   * is always verified; only `required` finds a turned bit in the checksum's own name, too.
   *
   * @default 'optional'
   */
  readonly checksum?: 'optional' | 'required';
}

/**
 * Reads a safetensors file: its tensors by name, and its metadata without the checksum.
 *
 * Needs memory for the file and, once its checksum is found to be right, for the tensors.
 *
 * @throws a sentence with the path if the file is missing, damaged, or of another format.
 */
export async function loadTensors(path: string, { checksum = 'optional' }: LoadOptions = {}): Promise<TensorFile> {
  try {
    const bytes = await readWhole(path);
    const layout = readLayout(bytes, bytes.length);
    const verdict = verifyChecksum(bytes);
    if (verdict === 'wrong') throw new Error('its checksum is not that of its content; it was damaged or changed');
    if (verdict === 'absent' && checksum === 'required') {
      throw new Error('it holds no checksum; it is damaged, or of another format');
    }
    const { tensors, metadata } = tensorsOf(bytes, layout);
    const { [checksumName]: _, ...words } = metadata;
    return { tensors, metadata: Object.setPrototypeOf(words, null) };
  } catch (cause) {
    throw new Error(`${path} could not be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
