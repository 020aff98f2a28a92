import { createHash } from 'node:crypto';
import { safetensorsChunks } from './safetensors-chunks.ts';
import type { TensorData } from './tensor-data.ts';

/** The checksum's name in the metadata. */
export const checksumName = 'selfie-sha256';

/** Stands in the checksum's place while it is computed. */
const blank = '0'.repeat(64);

/** What comes before the checksum in a header; its quotes are such as never stand inside of a name or a text. */
const beforeChecksum = new RegExp(`[{,]"${checksumName}":"`);

/**
 * The bytes of a safetensors file whose metadata hold a checksum, in pieces: the SHA-256 of all bytes of the file, with 64
 * zeros for the checksum itself.
 */
export function checkedChunks(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const [head, ...data] = safetensorsChunks(tensors, { ...metadata, [checksumName]: blank });
  head.set(Buffer.from(sha256([head, ...data]), 'latin1'), placeOfChecksum(head));
  return [head, ...data];
}

/**
 * Whether the bytes of a safetensors file are those that were written, by the checksum in their metadata; of bytes that have
 * none, or whose header is none, it cannot be told: `absent`.
 */
export function verifyChecksum(bytes: Uint8Array): 'right' | 'wrong' | 'absent' {
  const place = placeOfChecksum(bytes);
  if (place === undefined) return 'absent';
  const end = place + blank.length;
  const sum = sha256([bytes.subarray(0, place), Buffer.from(blank, 'latin1'), bytes.subarray(end)]);
  return sum === latin1(bytes.subarray(place, end)) ? 'right' : 'wrong';
}

function placeOfChecksum(bytes: Uint8Array): number | undefined {
  if (bytes.length < 8) return undefined;
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const found = size <= bytes.length - 8 && beforeChecksum.exec(latin1(bytes.subarray(8, 8 + size)));
  return found ? 8 + found.index + found[0].length : undefined;
}

function sha256(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
