import { expect, test } from 'vitest';
import { pickleFile } from './fixtures/pickles.ts';
import { parsePickle } from './parse-pickle.ts';

const pictures = [255, 0, 0, 90, 0, 255, 0, 91, 0, 0, 255, 92, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const batch = new Map<string, unknown>([
  ['data', { type: '|u1', shape: [2, 12], values: Uint8Array.from(pictures) }],
  ['labels', [1, 1000]],
  ['mean', { type: '<f8', shape: [2], values: Float64Array.of(1.5, -2) }],
]);

test.each([2, 3, 4, 5] as const)('reads arrays and lists, protocol %i', (protocol) => {
  expect(parsePickle(pickleFile(`protocol${protocol}`), 'batch')).toEqual(batch);
});

test.each([2, 3] as const)("reads arrays by numpy 1's names, protocol %i", (protocol) => {
  const older = Buffer.from(pickleFile(`protocol${protocol}`))
    .toString('latin1')
    .replace('numpy._core', 'numpy.core');
  expect(parsePickle(Buffer.from(older, 'latin1'), 'batch')).toEqual(batch);
});

test.each([2, 4] as const)('reads every kind of data, protocol %i', (protocol) => {
  expect(parsePickle(pickleFile(`everything${protocol}`), 'data')).toEqual(
    new Map<string, unknown>([
      ['none', null],
      ['yes', true],
      ['no', false],
      ['numbers', [0, 255, 256, 65535, 65536, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, -(2 ** 40), 1.5]],
      ['tuples', [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
      ['text', 'größe'.repeat(60)],
      ['nested', new Map([['a', []]])],
    ]),
  );
});

test('copies no bytes of an array', () => {
  const file = pickleFile('protocol4');
  const { values } = (parsePickle(file, 'batch') as Map<string, { values: Uint8Array }>).get('data')!;
  expect(values.buffer).toBe(file.buffer);
});

/** A pickle of opcodes and text. */
const pickle = (...parts: (number | string)[]) =>
  Uint8Array.from([0x80, 2, ...parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part))]);

test("reads Python 2's strings as keys and as bytes", () => {
  const file = pickle('}', 'U', 1, 'k', 'U', 3, 'a', 0xff, 'b', 's.');
  expect(parsePickle(file, 'py2')).toEqual(new Map([['k', Uint8Array.of(97, 255, 98)]]));
});

const otherwise = 'save the data as arrays of numbers and lists';
const get = 'get the file again';
const data = 'expected a pickle of data, of protocol 2 to 5, found';
const name = "expected no name but numpy's for arrays, found";
const calls = "expected a call of numpy's by which it writes arrays, found";

test.each([
  [
    'a call of the system',
    pickleFile('system2'),
    `${name} posix.system, which could run code, at byte 5; ${otherwise}`,
  ],
  [
    'a call of the system',
    pickleFile('system4'),
    `${name} posix.system, which could run code, at byte 30; ${otherwise}`,
  ],
  ['eval', pickleFile('eval3'), `${name} builtins.eval, which could run code, at byte 2; ${otherwise}`],
  ['an object', pickleFile('object2'), `${name} __main__.Plain, which could run code, at byte 2; ${otherwise}`],
  ['an object', pickleFile('object4'), `${name} __main__.Plain, which could run code, at byte 30; ${otherwise}`],
  [
    'a dictionary of another class',
    pickleFile('ordered'),
    `${name} collections.OrderedDict, which could run code, at byte 2; ${otherwise}`,
  ],
  ['INST', pickle('(ios\nsystem\n.'), `${data} INST, which could run code, at byte 3; ${otherwise}`],
  ['OBJ', pickle('(o.'), `${data} OBJ, which could run code, at byte 3; ${otherwise}`],
  ['NEWOBJ', pickle('cnumpy\nndarray\n)', 0x81, '.'), `${data} NEWOBJ, which could run code, at byte 18; ${otherwise}`],
  ['NEWOBJ_EX', pickle(0x92), `${data} NEWOBJ_EX, which could run code, at byte 2; ${otherwise}`],
  ['EXT1', pickle(0x82, 1), `${data} EXT1, which could run code, at byte 2; ${otherwise}`],
  ['EXT2', pickle(0x83, 1, 0), `${data} EXT2, which could run code, at byte 2; ${otherwise}`],
  ['EXT4', pickle(0x84, 1, 0, 0, 0), `${data} EXT4, which could run code, at byte 2; ${otherwise}`],
  ['PERSID', pickle('P1\n.'), `${data} PERSID, which could run code, at byte 2; ${otherwise}`],
  ['BINPERSID', pickle('NQ.'), `${data} BINPERSID, which could run code, at byte 3; ${otherwise}`],
  ["an opcode of protocol 0's", pickle('I1\n.'), `${data} opcode 0x49 at byte 2; ${otherwise}`],
  ['a call of what is no name', pickle('K', 1, ')R.'), `${calls} a number with other arguments; ${otherwise}`],
  [
    'a call of an allowed name in another way',
    pickle('c_codecs\nencode\nX', 1, 0, 0, 0, 'aX', 6, 0, 0, 0, 'base64', 0x86, 'R.'),
    `${calls} _codecs.encode with other arguments; ${otherwise}`,
  ],
  ['a call of an array', pickle('cnumpy\nndarray\n)R.'), `${calls} numpy.ndarray with other arguments; ${otherwise}`],
  [
    'letters that are no bytes',
    pickle('c_codecs\nencode\nX', 3, 0, 0, 0, '€X', 6, 0, 0, 0, 'latin1', 0x86, 'R.'),
    `expected bytes as letters up to \\xff, found \\u20ac; ${get}`,
  ],
  [
    'an array of objects',
    pickleFile('objects'),
    'expected booleans, integers or floats of 32 or 64 bits, found Python objects (type |O8), which could run code; save the array as numbers',
  ],
  [
    'an array of fields',
    pickleFile('fields'),
    `expected the shape and values of an array or a type of numbers, found a part of numpy's that is given a state; ${otherwise}`,
  ],
  [
    "an array in Fortran's order",
    pickleFile('fortran4'),
    "expected an array row by row, found one in Fortran's order; save numpy.ascontiguousarray(array)",
  ],
  [
    "an array in Fortran's order, protocol 5",
    pickleFile('fortran5'),
    `${calls} numpy._core.numeric._frombuffer with other arguments; ${otherwise}`,
  ],
  [
    'another file',
    Uint8Array.of(0x1f, 0x8b),
    `expected a pickle of protocol 2 to 5, which begins with the byte 0x80, found another beginning at byte 0; ${get}`,
  ],
  [
    'protocol 0',
    pickleFile('protocol0'),
    `expected a pickle of protocol 2 to 5, which begins with the byte 0x80, found another beginning at byte 0; ${get}`,
  ],
  [
    'a later protocol',
    Uint8Array.of(0x80, 6),
    'expected protocol 2 to 5, found protocol 6 at byte 0; save it with protocol 4',
  ],
  [
    'a large integer',
    pickleFile('bigInteger'),
    `expected integers of at most 8 bytes, found one of 11 at byte 2; ${get}`,
  ],
  ['a pickle without an end', pickle('N'), `expected 1 more bytes of a pickle, found only 0 at byte 3; ${get}`],
  [
    'bytes cut off',
    pickle('T', 255, 255, 255, 255, 'a'),
    `expected 4294967295 more bytes of a pickle, found only 1 at byte 2; ${get}`,
  ],
  ['more behind it', pickle('N.N'), `expected the end of the file behind the pickle, found more at byte 3; ${get}`],
  ['two values', pickle('NN.'), `expected one value in the end, found 2 at byte 4; ${get}`],
  ['no value', pickle('.'), `expected a value for an opcode, found none at byte 2; ${get}`],
  ['a value from before a mark', pickle('](Na', 'a.'), `expected a value for an opcode, found none at byte 5; ${get}`],
  ['no mark', pickle('t.'), `expected a mark before an opcode, found none at byte 2; ${get}`],
  ['appending to no list', pickle('NNa.'), `expected a list to append to, found None at byte 4; ${get}`],
  [
    'a key without a value',
    pickle('}(Nu.'),
    `expected a dictionary and pairs, found a dictionary of 0 and 1 values at byte 5; ${get}`,
  ],
  [
    'a state for no object',
    pickle(']Nb.'),
    `expected the shape and values of an array or a type of numbers, found a list of 0 that is given a state; ${otherwise}`,
  ],
  ['what is not remembered', pickle('h', 7, '.'), `expected a value remembered as 7, found none at byte 2; ${get}`],
  [
    'text that is none',
    pickle('X', 1, 0, 0, 0, 0xff, '.'),
    `expected text in UTF-8, found 1 bytes that are none at byte 2; ${get}`,
  ],
  [
    'an endless name',
    pickle('c', 'a'.repeat(300)),
    `expected a line of at most 256 letters, found a longer one at byte 2; ${get}`,
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => parsePickle(bytes, 'batch')).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^batch(: | at byte \d+: )/),
      constructor: Error,
    }),
  );
  expect(() => parsePickle(bytes, 'batch')).toThrow(message);
});

test.each([
  [
    'dictionaries',
    '}'.repeat(100_000),
    'expected a pickle mostly of arrays and numbers, found more small objects than it has room for',
  ],
  ['marks', '('.repeat(100_000), 'found more small objects than it has room for'],
  ['values', 'N'.repeat(1_100_000), 'expected at most 1048576 values that wait, found more at byte 1048578'],
])('does not allocate much for many %s', (_, text, message) => {
  expect(() => parsePickle(pickle(text), 'bomb')).toThrow(message);
});

test('does not allocate much for many copies of the same bytes', () => {
  const long = 'a'.repeat(30_000);
  const copy = [0x6a, 0, 0, 0, 0, 0x6a, 1, 0, 0, 0, 0x6a, 2, 0, 0, 0, 0x86, 'R'];
  const head = ['c_codecs\nencode\nr', 0, 0, 0, 0, 'X', 0x30, 0x75, 0, 0, long, 'r', 1, 0, 0, 0];
  const file = pickle(
    ...head,
    'X',
    6,
    0,
    0,
    0,
    'latin1r',
    2,
    0,
    0,
    0,
    ...Array.from({ length: 100 }, () => copy).flat(),
  );
  expect(() => parsePickle(file, 'bomb')).toThrow(
    'expected arrays with bytes of their own, found many copies of the same bytes',
  );
});
