import type { Variables } from '../interfaces.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import { describeBackend } from '../loop/describe-backend.ts';
import { readVariables } from '../variables/read-variables.ts';

/** What decides the result of a finetuning run. */
export interface Ingredients {
  /** As they are before the first step. */
  readonly variables: Variables;
  /** The first batch to learn from, and the first to measure on. */
  readonly batches: readonly ArrayBatch[];
  /** Plain data: setting, protocol, pictures, seed. */
  readonly options: unknown;
}

/**
 * A short text, in hexadecimal, that another run shares only if all ingredients and the backend are the same.
 *
 * Of the pictures it knows the first batches only: enough to tell another data set, standardisation or augmentation.
 */
export async function fingerprint({ variables, batches, options }: Ingredients): Promise<string> {
  const described: unknown[] = [describeBackend(), options];
  const parts: ArrayBufferView[] = [];
  for (const [path, { dtype, shape, data }] of Object.entries(await readVariables(variables))) {
    described.push([path, dtype, shape, variables[path]!.trainable]);
    parts.push(data);
  }
  for (const { images, shape, labels } of batches) {
    described.push(shape);
    parts.push(images, labels ?? new Int32Array());
  }
  return digest([new TextEncoder().encode(JSON.stringify(described)), ...parts]);
}

/** The first 16 hexadecimal digits of the parts' SHA-256. */
async function digest(parts: readonly ArrayBufferView[]): Promise<string> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    whole.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
