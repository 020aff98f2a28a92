import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseIdx } from './parse-idx.ts';

/** The bytes of an IDX file, by the format's definition. */
function idx(type: number, shape: number[], values: number[]): Uint8Array {
  const sizes = shape.flatMap((size) => [(size >>> 24) & 255, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.of(0, 0, type, shape.length, ...sizes, ...values);
}

const values = Array.from({ length: 3 * 5 * 7 }, (_, i) => (i * 37) % 256);
const file = idx(0x08, [3, 5, 7], values);

test.each([
  ['plain', file],
  ['gzipped', gzipSync(file)],
  ['a view into more', new Uint8Array([9, 9, 9, ...file]).subarray(3)],
])('reads dimensions and values, %s', async (_, bytes) => {
  const { name, shape, values: found } = await parseIdx(bytes, 'train');
  expect(name).toBe('train');
  expect(shape).toEqual([3, 5, 7]);
  expect([...found]).toEqual(values);
});

test('reads sizes above 255 and above one chunk of gzip', async () => {
  const many = Array.from({ length: 300_000 }, (_, i) => (i * i) & 255);
  const bytes = new Uint8Array([0, 0, 8, 2, 0, 0, 1, 44, 0, 0, 3, 232, ...many]);
  const { shape, values: found } = await parseIdx(gzipSync(bytes), 'many');
  expect(shape).toEqual([300, 1000]);
  expect(Buffer.compare(found, Uint8Array.from(many))).toBe(0);
});

test('reads shared memory', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(200)).subarray(0, gzipSync(file).length);
  shared.set(gzipSync(file));
  expect((await parseIdx(shared, 'train')).shape).toEqual([3, 5, 7]);
});

test.each([
  [
    'no IDX file',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d),
    'train: expected an IDX file, which begins with two zero bytes, a type and a number of dimensions, found bytes 0x89 0x50 0x4e 0x47; give an IDX file, gzipped or not',
  ],
  [
    'a type that the format does not have',
    idx(0x07, [1], [1]),
    'train: expected an IDX file, which begins with two zero bytes, a type and a number of dimensions, found bytes 0x00 0x00 0x07 0x01; give an IDX file, gzipped or not',
  ],
  [
    'no dimensions',
    idx(0x08, [], [1]),
    'train: expected an IDX file, which begins with two zero bytes, a type and a number of dimensions, found bytes 0x00 0x00 0x08 0x00; give an IDX file, gzipped or not',
  ],
  [
    'an empty file',
    new Uint8Array(0),
    'train: expected an IDX file, which begins with two zero bytes, a type and a number of dimensions, found no bytes at all; give an IDX file, gzipped or not',
  ],
  [
    'another type',
    idx(0x0d, [1], [0, 0, 0, 0]),
    'train: expected values of type 0x08 (unsigned bytes), found type 0x0d (32-bit floats) at byte 2; convert the values to unsigned bytes',
  ],
  [
    'a header cut off',
    file.subarray(0, 11),
    'train: expected a header of 16 bytes for 3 dimensions, found 11 bytes in all; get the file again',
  ],
  [
    'values cut off',
    file.subarray(0, file.length - 4),
    'train: expected 105 values after the header for dimensions [3, 5, 7], found only 101; get the file again',
  ],
  [
    'trailing bytes',
    Uint8Array.of(...file, 1, 2),
    'train: expected 105 values after the header for dimensions [3, 5, 7], found 2 more than that; get the file again',
  ],
  [
    'dimensions beyond all memory',
    idx(0x08, [0xffffffff, 0xffffffff], [1]),
    'train: expected 18446744065119617000 values after the header for dimensions [4294967295, 4294967295], found only 1; get the file again',
  ],
])('refuses %s', async (_, bytes, message) => {
  await expect(parseIdx(bytes, 'train')).rejects.toThrow(new Error(message));
  await expect(parseIdx(gzipSync(bytes), 'train')).rejects.toThrow(new Error(message));
});

const zipped = new Uint8Array(gzipSync(file));

test.each([
  ['cut off', zipped.subarray(0, zipped.length - 12)],
  ['cut off in its checksum', zipped.subarray(0, zipped.length - 2)],
  ['cut off in its header', zipped.subarray(0, 5)],
  ['with a wrong checksum', zipped.map((byte, i) => (i === zipped.length - 8 ? byte ^ 1 : byte))],
  ['with other bytes behind it', Uint8Array.of(...zipped, 1, 2, 3)],
])('refuses a gzip file %s', async (_, bytes) => {
  await expect(parseIdx(bytes, 'train.gz')).rejects.toThrow(
    /^train\.gz: expected a whole gzip file, found one of \d+ bytes that breaks off or is damaged \(\d+ bytes could be unpacked\); get the file again$/,
  );
});
