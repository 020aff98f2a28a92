import { expect, test } from 'vitest';
import { crc32 } from './crc32.ts';

/** Bit by bit, as the polynomial says. */
function slow(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return ~rest >>> 0;
}

test('gives the known checksum', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});

test('is the division bit by bit, for every length, in one part and in two', () => {
  const bytes = Uint8Array.from({ length: 23 }, (_, i) => (i * i * 37 + 200) & 255);
  for (let length = 0; length <= bytes.length; length++) {
    const some = bytes.subarray(0, length);
    expect(crc32(some)).toBe(slow(some));
    for (let cut = 0; cut <= length; cut++) {
      expect(crc32(some.subarray(cut), crc32(some.subarray(0, cut)))).toBe(slow(some));
    }
  }
});
