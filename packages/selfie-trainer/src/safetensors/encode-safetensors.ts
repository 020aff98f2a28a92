import { safetensorsChunks } from './safetensors-chunks.ts';
import type { TensorData } from './tensor-data.ts';

/**
 * Writes tensors and metadata as the bytes of a safetensors file; the same content gives the same bytes.
 *
 * float32 becomes F32, int32 I32, bool BOOL. Needs as much memory again as the tensors take.
 * Format: https://github.com/huggingface/safetensors#format
 *
 * @throws if the numbers of a tensor do not fill its shape, one is named `__metadata__`, or there are so many or such
 * long names and words that the file could not be read again.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const chunks = safetensorsChunks(tensors, metadata);
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
