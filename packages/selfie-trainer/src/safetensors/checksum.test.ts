import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkedChunks, verifyChecksum } from './checksum.ts';
import { decodeSafetensors } from './decode-safetensors.ts';
import { encodeSafetensors } from './encode-safetensors.ts';
import type { TensorData } from './tensor-data.ts';

const tensors: Record<string, TensorData> = {
  kernel: { dtype: 'float32', shape: [3], data: Float32Array.of(1, -2, 3) },
  mask: { dtype: 'bool', shape: [5], data: Uint8Array.of(1, 0, 0, 1, 1) },
};
const metadata = { '{"selfie-sha256":"': ',"selfie-sha256":"', seed: '3' };
const whole = Buffer.concat(checkedChunks(tensors, metadata));

test('is the SHA-256 of the file with 64 zeros in its own place', () => {
  const { 'selfie-sha256': sum, ...rest } = decodeSafetensors(whole).metadata;
  expect(rest).toEqual(metadata);
  const text = whole.toString('latin1');
  expect(text.split(sum!)).toHaveLength(2);
  const zeroed = Buffer.from(text.replace(sum!, '0'.repeat(64)), 'latin1');
  expect(createHash('sha256').update(zeroed).digest('hex')).toBe(sum);
  expect(verifyChecksum(whole)).toBe('right');
});

test('stands beside the tensors, which are as without it, and does not copy them', () => {
  const [, kernel, mask] = checkedChunks(tensors, metadata);
  expect(kernel!.buffer).toBe(tensors.kernel!.data.buffer);
  expect(mask!.buffer).toBe(tensors.mask!.data.buffer);
  expect(decodeSafetensors(whole).tensors).toEqual(tensors);
});

test('finds each bit that is turned, and each byte that is missing or added', () => {
  const holds = (bytes: Uint8Array) => verifyChecksum(bytes) === 'right';
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    expect(holds(bytes), `bit ${bit}`).toBe(false);
  }
  for (let length = 0; length < whole.length; length++) expect(holds(whole.subarray(0, length))).toBe(false);
  expect(holds(Buffer.concat([whole, Uint8Array.of(0)]))).toBe(false);
});

test('is absent from a file of others', () => {
  expect(verifyChecksum(encodeSafetensors(tensors, metadata))).toBe('absent');
  expect(verifyChecksum(encodeSafetensors(tensors))).toBe('absent');
  expect(verifyChecksum(Uint8Array.of(1, 2, 3))).toBe('absent');
  expect(verifyChecksum(Buffer.alloc(20, 0xff))).toBe('absent');
});
