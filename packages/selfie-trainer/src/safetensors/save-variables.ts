import { writeWhole } from '../files/write-whole.ts';
import type { Variables } from '../interfaces.ts';
import { readVariables } from '../variables/read-variables.ts';
import { checkedChunks } from './checksum.ts';

/**
 * Writes variables, metadata and a checksum to a safetensors file, whole or not at all.
 *
 * @throws a sentence with the path if the file cannot be written; then what stood there before is untouched.
 */
export async function saveVariables(
  path: string,
  variables: Variables,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  await writeWhole(path, checkedChunks(await readVariables(variables), metadata));
}
