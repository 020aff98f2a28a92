import { uniform } from 'selfie-random';

/** A way to damage a file's bytes; `draw` gives whole numbers from 0 to below its argument. */
type Mutation = (bytes: Buffer, draw: (below: number) => number) => Buffer;

/** Numbers that look like sizes and offsets, and are not. */
const wrongNumbers = [
  '0',
  '1',
  '-1',
  '7',
  '0.5',
  '1e308',
  '4294967296',
  '9007199254740991',
  '9007199254740993',
  'null',
];

const headerOf = (bytes: Buffer) => bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE()));

/** The bytes with another header, and its length. */
function withHeader(bytes: Buffer, header: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, header, bytes.subarray(8 + headerOf(bytes).length)]);
}

/** Changes the header as text. */
const inHeader =
  (change: (text: string, draw: (below: number) => number) => string): Mutation =>
  (bytes, draw) =>
    withHeader(bytes, Buffer.from(change(headerOf(bytes).toString(), draw)));

/** Puts something at a random place of a text. */
const inserted = (text: string, what: string, draw: (below: number) => number) => {
  const at = draw(text.length + 1);
  return text.slice(0, at) + what + text.slice(at);
};

/** What comes at each random place where the pattern is found. */
const one = (text: string, pattern: RegExp, draw: (below: number) => number) => {
  const found = [...text.matchAll(pattern)];
  return found[draw(found.length)]!;
};

/** By name, in the order in which they take turns. */
const mutations: Readonly<Record<string, Mutation>> = {
  'turned bits'(bytes, draw) {
    for (let i = draw(8); i >= 0; i--) bytes[draw(bytes.length)]! ^= 1 << draw(8);
    return bytes;
  },
  'a turned bit'(bytes, draw) {
    bytes[draw(bytes.length)]! ^= 1 << draw(8);
    return bytes;
  },
  truncated: (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  'more at the end': (bytes, draw) => Buffer.concat([bytes, Buffer.alloc(1 + draw(1000), draw(256))]),
  'a part over another'(bytes, draw) {
    bytes.copy(bytes, draw(bytes.length), draw(bytes.length), draw(bytes.length));
    return bytes;
  },
  'a header of any length'(bytes, draw) {
    bytes.writeBigUInt64LE(BigInt(draw(2)) * BigInt(draw(256)) + 2n ** BigInt(draw(64)) - BigInt(draw(2)));
    return bytes;
  },
  'another number': inHeader((text, draw) => {
    const { index, 0: number } = one(text, /\d+/g, draw);
    return text.slice(0, index) + wrongNumbers[draw(wrongNumbers.length)] + text.slice(index + number.length);
  }),
  'offsets of another tensor': inHeader((text, draw) => {
    const pattern = /"data_offsets":\[[\d,]*\]/g;
    const { index, 0: offsets } = one(text, pattern, draw);
    return text.slice(0, index) + one(text, pattern, draw)[0] + text.slice(index + offsets.length);
  }),
  'another type': inHeader((text, draw) => {
    const { index, 0: dtype } = one(text, /[BFI]+(?:16|32|64|OOL)/g, draw);
    const others = ['F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'BOOL', 'U8', 'F8_E5M2', 'constructor', '__proto__'];
    return text.slice(0, index) + others[draw(others.length)] + text.slice(index + dtype.length);
  }),
  'a name twice': inHeader((text, draw) => {
    const { index, 0: member } = one(text, /"[^"]*":(?:"[^"]*"|\[[\d,]*\]|\{"dtype[^}]*\})/g, draw);
    return `${text.slice(0, index)}${member},${text.slice(index)}`;
  }),
  'no UTF-8'(bytes, draw) {
    bytes[8 + draw(headerOf(bytes).length)] = [0x80, 0xc0, 0xf5, 0xff][draw(4)]!;
    return bytes;
  },
  'deep JSON': inHeader((text, draw) => {
    const nest = ['[', '{"a":', '[[],', '{"__proto__":'][draw(4)]!;
    return inserted(text, nest.repeat(draw(20_000)), draw);
  }),
  'something in the header': inHeader((text, draw) => {
    const what = ['"', '\\', '\\u0000', '{', '}', ',', ':', ' ', '\0', '"__proto__":{}', '"x":{},', '\u{1f600}'];
    return inserted(text, what[draw(what.length)]!, draw);
  }),
};

/** How many mutations take turns. */
export const mutationCount = Object.keys(mutations).length;

/** A mutated copy of a file, the same for the same number, and the mutation's name. */
export function mutated(file: Buffer, number: number): { name: string; bytes: Buffer } {
  const entries = Object.entries(mutations);
  const [name, mutate] = entries[number % entries.length]!;
  let index = 0;
  const draw = (below: number) =>
    Math.floor(below * uniform({ seed: 1, stream: number, site: 'mutated', index: index++ }));
  return { name, bytes: mutate(Buffer.from(file), draw) };
}
