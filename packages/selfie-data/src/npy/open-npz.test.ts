import { expect, test } from 'vitest';
import { npyFile } from './fixtures/npy-files.ts';
import { npzFile } from './fixtures/npz-files.ts';
import { zipOf } from './fixtures/zip-of.ts';
import { parseNpz } from './open-npz.ts';

const pictures = [255, 0, 0, 90, 0, 255, 0, 91, 0, 0, 255, 92, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

test('reads stored arrays', async () => {
  const arrays = await parseNpz(npzFile('stored'), 'a.npz');
  expect([...arrays.keys()]).toEqual(['data', 'labels', 'mean']);
  expect(arrays.get('data')).toEqual({ type: '|u1', shape: [2, 12], values: Uint8Array.from(pictures) });
  expect(arrays.get('labels')).toEqual({ type: '<i8', shape: [2], values: BigInt64Array.of(1n, 1000n) });
  expect(arrays.get('mean')?.values).toEqual(Float64Array.of(1.5));
});

test('reads deflated arrays, also of shared memory and in the middle of more', async () => {
  const file = npzFile('deflated');
  const shared = new Uint8Array(new SharedArrayBuffer(file.length + 7)).subarray(7);
  shared.set(file);
  for (const bytes of [file, shared, Uint8Array.of(1, 2, 3, ...file).subarray(3)]) {
    const arrays = await parseNpz(bytes, 'a.npz');
    expect(arrays.get('data')?.shape).toEqual([100, 12]);
    expect([...arrays.get('data')!.values]).toEqual(Array.from({ length: 50 }, () => pictures).flat());
  }
});

test('reads a member of several megabytes', async () => {
  const values = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i * i) >> 7);
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2500000,), }\n";
  const npy = Buffer.concat([
    Buffer.from([0x93, 78, 85, 77, 80, 89, 1, 0, header.length, 0]),
    Buffer.from(header),
    values,
  ]);
  for (const deflated of [false, true]) {
    const arrays = await parseNpz(zipOf({ 'a.npy': npy }, { deflated }), 'a.npz');
    expect(Buffer.compare(arrays.get('a')!.values as Uint8Array, values)).toBe(0);
  }
});

test('reads a directory with sizes of 64 bits', async () => {
  const arrays = await parseNpz(zipOf({ 'bytes.npy': npyFile('bytes') }, { zip64: true }), 'a.npz');
  expect(arrays.get('bytes')?.shape).toEqual([2, 3]);
});

test('leaves files that are no arrays', async () => {
  const arrays = await parseNpz(zipOf({ 'readme.txt': Buffer.from('hello') }), 'a.npz');
  expect(arrays.size).toBe(0);
});

const stored = npzFile('stored');
const deflated = npzFile('deflated');
const changed = (bytes: Uint8Array, at: number, value: number) => bytes.map((byte, i) => (i === at ? value : byte));
const second = Buffer.from(deflated).indexOf(Buffer.from([0x50, 0x4b, 3, 4]), 4);
const directory = Buffer.from(stored).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
const get = 'get the file again';

test.each([
  [
    'an array of objects',
    npzFile('objects'),
    'a.npz (data.npy): expected booleans, integers or floats of 32 or 64 bits, found Python objects (type |O), which could run code; save the array as numbers',
  ],
  [
    'another packing',
    npzFile('bzip2'),
    /^a\.npz: expected data\.npy to be stored or deflated, found packing method 12 at byte \d+; get the file again$/,
  ],
  [
    'a file that breaks off',
    stored.subarray(0, stored.length - 1),
    /^a\.npz: expected a zip file \(npz\), found no end of a zip directory in the last (\d+) of \1 bytes; get the file again$/,
  ],
  ['no bytes', stored.subarray(0, 0), /found no end of a zip directory in the last 0 of 0 bytes/],
  [
    'a turned byte in stored values',
    changed(stored, Buffer.from(stored).indexOf(Buffer.from([90, 0, 255, 0, 91])), 89),
    /^a\.npz: expected data\.npy with 152 bytes, found another checksum of those at byte \d+ than the directory has; get the file again$/,
  ],
  [
    'a turned byte in deflated values',
    changed(deflated, second - 6, deflated[second - 6]! ^ 255),
    /^a\.npz: expected data\.npy with 1328 bytes, found .+; get the file again$/,
  ],
  [
    'encryption',
    changed(stored, directory + 8, 1),
    `a.npz: expected data.npy not to be encrypted, found that it is, at byte ${directory}; ${get}`,
  ],
  [
    'more bytes than there are',
    changed(changed(stored, directory + 22, 255), directory + 26, 255),
    new RegExp(
      `^a\\.npz: expected data\\.npy to lie within ${stored.length} bytes, found \\d{8} bytes at byte 0 that stand for \\d{8}, says`,
    ),
  ],
  [
    'a size that cannot be',
    zipOf({ 'a.npy': npyFile('bytes') }, { deflated: true, size: 2 ** 31 }),
    /found \d+ bytes at byte 0 that stand for 2147483648, says the entry at byte/,
  ],
  [
    'a deflated member that is longer than said',
    zipOf({ 'a.npy': npyFile('bytes') }, { deflated: true, size: 130 }),
    'a.npz: expected a.npy with 130 bytes, found more at byte 35; get the file again',
  ],
  [
    'a member elsewhere',
    changed(stored, directory + 42, 1),
    `a.npz: expected data.npy with 152 packed bytes at byte 1 of ${stored.length}, found no header of a zip member; ${get}`,
  ],
  [
    'fewer entries than said',
    changed(changed(stored, stored.length - 12, 9), stored.length - 14, 9),
    /expected 9 entries in the zip directory, found no entry at byte/,
  ],
  [
    'a directory outside of the file',
    changed(stored, stored.length - 7, 99),
    /expected a zip directory within \d+ bytes, found one of/,
  ],
])('refuses %s', async (_, bytes, message) => {
  await expect(parseNpz(bytes, 'a.npz')).rejects.toThrow(typeof message === 'string' ? new Error(message) : message);
});
