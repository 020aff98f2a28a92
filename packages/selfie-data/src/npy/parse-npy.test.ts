import { expect, test } from 'vitest';
import { npyFile } from './fixtures/npy-files.ts';
import { parseNpy } from './parse-npy.ts';

/** An npy file of version 1 with a header of any text, by the format's definition. */
function npy(header: string, values: number[] = []): Uint8Array {
  return Uint8Array.of(
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length & 255,
    header.length >> 8,
    ...[...Buffer.from(header), ...values],
  );
}

test.each([
  ['bytes', '|u1', [2, 3], Uint8Array.of(0, 1, 2, 3, 4, 5)],
  ['booleans', '|b1', [3], Uint8Array.of(1, 0, 1)],
  ['longs', '<i8', [1, 2], BigInt64Array.of(-1n, 2n ** 40n)],
  ['bigEndian', '>f4', [3], Float32Array.of(1.5, -2, 3e38)],
  ['scalar', '<i2', [], Int16Array.of(-7)],
  ['none', '<f8', [0, 4], new Float64Array(0)],
  ['version2', '<u2', [3], Uint16Array.of(0, 1, 2)],
  ['version3', '<u2', [3], Uint16Array.of(0, 1, 2)],
] as const)("reads numpy's %s", (name, type, shape, values) => {
  expect(parseNpy(npyFile(name), name)).toEqual({ type, shape, values });
});

test('does not copy bytes', () => {
  const file = npyFile('bytes');
  expect(parseNpy(file, 'bytes').values.buffer).toBe(file.buffer);
});

test('reads a header with its keys in any order', () => {
  const file = npy("{'shape':(2,),'fortran_order':True,'descr':'|i1'}\n", [1, 255]);
  expect(parseNpy(file, 'mine')).toEqual({ type: '|i1', shape: [2], values: Int8Array.of(1, -1) });
});

const get = 'get the file again';
const whole = npyFile('bytes');

test.each([
  [
    'objects',
    npyFile('objects'),
    'expected booleans, integers or floats of 32 or 64 bits, found Python objects (type |O), which could run code; save the array as numbers',
  ],
  [
    'halves',
    npyFile('half'),
    'expected booleans, integers or floats of 32 or 64 bits, found type <f2; save the array as numbers',
  ],
  [
    'text',
    npyFile('text'),
    'expected booleans, integers or floats of 32 or 64 bits, found type <U3; save the array as numbers',
  ],
  [
    'fields',
    npyFile('fields'),
    "expected a header with a plain descr, fortran_order and shape, found {'descr': [('a', '<i4'), ('b', '<f4')], 'fortran_order': False, 'shape': (1,), }; save it as numbers",
  ],
  [
    "Fortran's order",
    npyFile('fortran'),
    "expected values row by row, found values in Fortran's order; save numpy.ascontiguousarray(array)",
  ],
  [
    'other files',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    'expected an npy file, which begins with \\x93NUMPY, found other bytes; save the array with numpy.save or numpy.savez',
  ],
  [
    'no version',
    whole.subarray(0, 6),
    `expected version 1, 2 or 3 of the npy format, found version 0 at byte 6; ${get}`,
  ],
  ['a header cut off', whole.subarray(0, 100), `expected a header of 128 bytes, found 100 bytes in all; ${get}`],
  [
    'no length of the header',
    whole.subarray(0, 9),
    `expected a header of at least 10 bytes, found 9 bytes in all; ${get}`,
  ],
  [
    'a header beyond all sense',
    Uint8Array.of(...whole.subarray(0, 6), 2, 0, 255, 255, 255, 255),
    `expected a header of at most 10000 bytes, found one of 4294967295 at byte 8; ${get}`,
  ],
  [
    'values cut off',
    whole.subarray(0, whole.length - 2),
    `expected 6 bytes for values of type |u1 and shape [2, 3], found 4; ${get}`,
  ],
  [
    'more values',
    Uint8Array.of(...whole, 7),
    `expected 6 bytes for values of type |u1 and shape [2, 3], found 7; ${get}`,
  ],
  [
    'a shape beyond all memory',
    npy(`{'descr': '<f8', 'fortran_order': False, 'shape': (${'9'.repeat(20)}, ${'9'.repeat(400)}), }`),
    `expected Infinity bytes for values of type <f8 and shape [100000000000000000000, Infinity], found 0; ${get}`,
  ],
  [
    'a shape of many dimensions',
    npy(`{'descr': '<f8', 'fortran_order': False, 'shape': (${'1,'.repeat(65)}), }`),
    `expected at most 64 dimensions, found 65; ${get}`,
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => parseNpy(bytes, 'train.npy')).toThrow(new Error(`train.npy: ${message}`));
});
