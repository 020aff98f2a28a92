import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.ts';
import { encodeSafetensors } from './encode-safetensors.ts';
import type { TensorData } from './tensor-data.ts';

const tensors: Record<string, TensorData> = {
  'b/kernel': { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, -2.5, 3, 0, 1e-20, Number.NaN) },
  'a/steps': { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
  'a/mask': { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) },
  'a/none': { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
};

/** A file of any header and data. */
function file(header: unknown, data: number[] = [], size?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, size ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const entry = (dtype: string, shape: unknown, offsets: unknown) => ({ dtype, shape, data_offsets: offsets });

describe('writing', () => {
  test('gives the bytes of the reference implementation', () => {
    const bytes = encodeSafetensors(
      { b: { dtype: 'float32', shape: [1], data: Float32Array.of(1) }, a: tensors['a/mask']! },
      { step: '3' },
    );
    // safetensors.numpy.save({'b': np.float32([1]), 'a': np.array([True, False, True])}, {'step': '3'}) of Python
    const header =
      '{"__metadata__":{"step":"3"},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' +
      '"a":{"dtype":"BOOL","shape":[3],"data_offsets":[4,7]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(bytes).toEqual(file(padded, [0, 0, 0x80, 0x3f, 1, 0, 1]));
  });

  test('gives the same bytes in whatever order the tensors come, and reads back what it wrote', () => {
    const metadata = { step: '12', note: 'größer' };
    const bytes = encodeSafetensors(tensors, metadata);
    const backwards = Object.fromEntries(Object.entries(tensors).reverse());
    expect(encodeSafetensors(backwards, { note: metadata.note, step: metadata.step })).toEqual(bytes);
    expect(decodeSafetensors(bytes)).toEqual({ tensors, metadata });
  });

  test('holds for any tensors: what is written is read', () => {
    const tensor = fc
      .tuple(fc.array(fc.nat(4), { maxLength: 3 }), fc.constantFrom('float32', 'int32', 'bool'), fc.integer())
      .map(([shape, dtype, seed]): TensorData => {
        const n = shape.reduce((a, b) => a * b, 1);
        const values = Array.from({ length: n }, (_, i) => (seed + i) % 1000);
        if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(values) };
        if (dtype === 'int32') return { dtype, shape, data: Int32Array.from(values) };
        return { dtype: 'bool', shape, data: Uint8Array.from(values, (value) => value & 1) };
      });
    const named = fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
      tensor,
    );
    fc.assert(
      fc.property(named, fc.dictionary(fc.string(), fc.string()), (given, metadata) => {
        const read = decodeSafetensors(encodeSafetensors(given, metadata));
        expect(new Map(Object.entries(read.tensors))).toEqual(new Map(Object.entries(given)));
        expect(new Map(Object.entries(read.metadata))).toEqual(new Map(Object.entries(metadata)));
      }),
      { numRuns: 200 },
    );
  });

  test('says what cannot be written', () => {
    const data = new Float32Array(5);
    expect(() => encodeSafetensors({ x: { dtype: 'float32', shape: [2, 3], data } })).toThrow(
      'x has 5 numbers: expected 6 for its shape [2, 3]',
    );
    expect(() => encodeSafetensors({ __metadata__: { dtype: 'float32', shape: [5], data } })).toThrow(
      'no tensor in a safetensors file can be named __metadata__; rename it',
    );
    const none: TensorData = { dtype: 'float32', shape: [0], data: new Float32Array(0) };
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}`, none]));
    expect(() => encodeSafetensors(many(10_000))).toThrow(
      'a safetensors file holds fewer than 10000 tensors, and as many words: got 10001',
    );
    expect(Object.keys(decodeSafetensors(encodeSafetensors(many(9_999), { a: 'b' })).tensors)).toHaveLength(9_999);
    expect(() => encodeSafetensors({}, { note: 'x'.repeat(1e7) })).toThrow(
      'the names and words of a safetensors file take 10000032 bytes: expected at most 10000000',
    );
  });
});

describe('reading', () => {
  test.each([
    ['F64', [0, 0, 0, 0, 0, 0, 0xf8, 0xbf], 'float32', [-1.5]],
    [
      'F16',
      [0x00, 0x3c, 0x01, 0x80, 0x00, 0xfc, 0xff, 0x7b],
      'float32',
      [1, -(2 ** -24), Number.NEGATIVE_INFINITY, 65504],
    ],
    ['F16', [0x00, 0x7e], 'float32', [Number.NaN]],
    ['BF16', [0x80, 0x3f, 0x40, 0xc0], 'float32', [1, -3]],
    ['I64', [254, 255, 255, 255, 255, 255, 255, 255], 'int32', [-2]],
    ['BOOL', [1, 0], 'bool', [1, 0]],
  ])('takes %s %o as %s', (stored, bytes, dtype, values) => {
    const { tensors } = decodeSafetensors(file({ x: entry(stored, [values.length], [0, bytes.length]) }, bytes));
    expect({ ...tensors.x, data: [...tensors.x!.data] }).toEqual({ dtype, shape: [values.length], data: values });
  });

  test('takes bytes that stand anywhere in a buffer, and does not hold on to it', () => {
    const bytes = encodeSafetensors(tensors);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const read = decodeSafetensors(Buffer.from(shifted.buffer, 3));
    shifted.fill(0);
    expect(read.tensors).toEqual(tensors);
  });

  test.each([
    ['F64', 8, 0.5],
    ['F32', 4, 1],
    ['F16', 2, 2],
    ['BF16', 2, 2],
    ['I64', 8, 0.5],
    ['I32', 4, 1],
    ['BOOL', 1, 1],
  ])('takes %s from any place, with no memory but the result', (dtype, width, factor) => {
    const size = 2 ** 22;
    const header = JSON.stringify({ x: entry(dtype, [size / width], [0, size]) });
    for (const spaces of [0, 1]) {
      const bytes = file(header + ' '.repeat(spaces), Array(size).fill(0));
      const before = process.memoryUsage().arrayBuffers;
      const { tensors } = decodeSafetensors(bytes);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(factor * size + 2 ** 16);
      expect(tensors.x!.data).toHaveLength(size / width);
    }
  });

  test('takes a tensor named __proto__ as any other', () => {
    const { tensors } = decodeSafetensors(file('{"__proto__":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}', [1]));
    expect(Object.entries(tensors)).toEqual([['__proto__', { dtype: 'bool', shape: [1], data: Uint8Array.of(1) }]]);
  });

  test('knows no names but those in the file', () => {
    const { tensors, metadata } = decodeSafetensors(file('{"__metadata__":{"__proto__":"x"}}'));
    expect(tensors.constructor).toBe(undefined);
    expect(metadata.toString).toBe(undefined);
    expect(Object.keys(metadata)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).x).toBe(undefined);
  });

  test('takes a header with spaces, escapes and members in any order', () => {
    const header = ' {\n "\\u0061\\"\\\\" : { "data_offsets" : [ 0 , 2 ], "shape":[2] ,"dtype":"BOOL"\t} } ';
    const { tensors } = decodeSafetensors(file(header, [1, 0]));
    expect(Object.entries(tensors)).toEqual([['a"\\', { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }]]);
  });

  test('takes the golden files, which another implementation wrote', async () => {
    const folder = new URL('../../../../golden/fixtures/', import.meta.url);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(Object.keys(decodeSafetensors(await readFile(new URL(name, folder))).tensors)).not.toEqual([]);
    }
  });

  test.each([
    ['too short', Uint8Array.of(1, 2, 3), 'a safetensors file has at least 8 bytes: got 3; was it written to the end?'],
    [
      'a header longer than the file',
      file({}, [], 100n),
      'the safetensors header should have 100 bytes, in a file of 10; is the file truncated, or of another format?',
    ],
    ['a header beyond any size', file({}, [], 2n ** 63n), /should have 9223372036854776000 bytes/],
    [
      'no JSON',
      file('{"x'),
      'the safetensors header is not in its format: expected a text at character 1, got "\\"x"; ' +
        'is the file damaged, or of another format?',
    ],
    ['no UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe), 'not in its format: it is no UTF-8; is the file'],
    ['no header', file(''), 'expected a record at character 0, got its end'],
    ['no record', file('[1]'), 'expected a record at character 0, got "[1]"'],
    ['deep JSON', file('['.repeat(1e6)), 'expected a record at character 0'],
    ['deeper JSON', file(`{"x":${'{"a":'.repeat(1e5)}`), 'x has a member a: expected dtype, shape and data_offsets'],
    ['metadata of numbers', file({ __metadata__: { step: 3 } }), 'expected a text at character 24, got "3}}"'],
    ['an entry that is none', file({ x: 3 }), 'expected a record at character 5, got "3}"'],
    ['an entry of nothing', file({ x: {} }), 'x is described without a proper dtype, shape and data_offsets'],
    ['an entry without a type', file({ x: { shape: [], data_offsets: [0, 0] } }), /x is described without/],
    ['an entry without a shape', file({ x: { dtype: 'BOOL', data_offsets: [0, 0] } }), /x is described without/],
    ['an entry without offsets', file({ x: { dtype: 'BOOL', shape: [] } }), /x is described without/],
    ['one offset', file({ x: entry('BOOL', [0], [0]) }), /x is described without/],
    ['three offsets', file({ x: entry('BOOL', [1], [0, 1, 2]) }, [1]), 'expected at most 2 numbers at character 53'],
    ['very many sides', file({ x: entry('BOOL', Array(33).fill(1), [0, 1]) }, [1]), 'expected at most 32 numbers'],
    ['a negative side', file({ x: entry('BOOL', [-1], [0, 1]) }, [1]), 'expected a whole number at character 30'],
    ['a fraction', file({ x: entry('BOOL', [0.5], [0, 1]) }, [1]), `expected ',' or ']' at character 31, got ".5]`],
    ['a number that is not exact', file({ x: entry('BOOL', [2 ** 53], []) }), 'expected a number below 2 ** 53'],
    ['a number of many digits', file(`{"x":{"shape":[${'9'.repeat(400)}]}}`), 'expected a number below 2 ** 53'],
    [
      'a tensor twice',
      file('{"x":{"dtype":"BOOL","shape":[0],"data_offsets":[0,0]},"x":{}}'),
      'expected no second "x"',
    ],
    ['a member twice', file('{"x":{"dtype":"BOOL","dtype":"BOOL"}}'), 'expected no second "dtype"'],
    ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), 'expected no second "__metadata__"'],
    ['a word twice', file('{"__metadata__":{"a":"1","\\u0061":"2"}}'), 'expected no second "a"'],
    ['more than a header', file('{} x'), 'expected the end at character 3, got "x"'],
    ['another type', file({ x: entry('F8_E4M3', [1], [0, 1]) }, [1]), 'x is of type F8_E4M3: expected one of F64, F32'],
    [
      'single bytes',
      file({ x: entry('U8', [1], [0, 1]) }, [1]),
      'x is of type U8: expected one of F64, F32, F16, BF16, I64',
    ],
    [
      'very many tensors',
      file(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [i, entry('F32', [0], [0, 0])]))),
      'expected at most 10000 members',
    ],
    ['a very long header', file(`{${' '.repeat(10_000_000)}}`), 'the safetensors header should have 10000002 bytes'],
    ['a type of JavaScript', file({ x: entry('constructor', [1], [0, 1]) }, [1]), 'x is of type constructor'],
    [
      'a gap',
      file({ x: entry('BOOL', [1], [1, 2]) }, [0, 1]),
      'the data of x begin at byte 1: expected 0, where those',
    ],
    [
      'an overlap',
      file({ x: entry('BOOL', [2], [0, 2]), y: entry('BOOL', [2], [1, 3]) }, [0, 1, 2]),
      'the data of y begin at byte 1: expected 2',
    ],
    [
      'an end before its beginning',
      file({ x: entry('BOOL', [1], [0, 1]), y: entry('BOOL', [1], [1, 0]) }, [1]),
      'y has -1 b',
    ],
    ['too few bytes', file({ x: entry('F32', [2], [0, 4]) }, [0, 0, 0, 0]), 'x has 4 bytes: expected 8 for F32 [2]'],
    [
      'a huge shape',
      file({ x: entry('F32', [2 ** 52, 2 ** 52], [0, 4]) }, [0, 0, 0, 0]),
      /x has 4 bytes: expected 8\.1/,
    ],
    [
      'missing data',
      file({ x: entry('BOOL', [2], [0, 2]) }, [1]),
      'the data of x end at byte 2 of 1; is the file truncated?',
    ],
    [
      'bytes left over',
      file({ x: entry('BOOL', [1], [0, 1]) }, [1, 2, 3]),
      '2 bytes are left over after the last tensor',
    ],
    [
      'a long integer',
      file({ x: entry('I64', [1], [0, 8]) }, [0, 0, 0, 0, 1, 0, 0, 0]),
      'x holds 4294967296, which does not fit into 32 bits',
    ],
  ])('refuses %s', (_, bytes, sentence) => {
    expect(() => decodeSafetensors(bytes)).toThrow(sentence);
  });

  test('answers damaged bytes with an error of its own or a whole file, never anything else', () => {
    const whole = encodeSafetensors(tensors, { step: '1' });
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const read = decodeSafetensors(bytes.subarray(0, length));
          for (const { shape, data } of Object.values(read.tensors)) {
            expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
          }
        } catch (error) {
          expect((error as Error).constructor).toBe(Error);
        }
      }),
      { numRuns: 500 },
    );
  });
});
