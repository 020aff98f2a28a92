import { expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';

test.each([
  ['123456789', Buffer.from('123456789'), 0xe3069283],
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 times 0xff', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 … 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ['31 … 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ['nothing', new Uint8Array(), 0],
])('of %s, as RFC 3720 and the catalogues have it', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});
