import type { ByteSource } from './byte-source.ts';
import { zipChunks } from './zip-chunks.ts';

/** One file in a zip file. */
export interface ZipMember {
  /** How many bytes it has, unpacked. */
  readonly size: number;
  /** Its bytes, unpacked, part by part; its length and checksum have been verified when the last one has come. */
  chunks(): AsyncGenerator<Uint8Array, void>;
}

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;

const STORED = 0;
const DEFLATED = 8;

/** No byte of a deflated file stands for more bytes than this. */
const HIGHEST_RATIO = 1032;

/** A directory of this many bytes lists 100,000 members with long names. */
const LARGEST_DIRECTORY = 2 ** 24;

/**
 * The members of a zip file by name, as its directory lists them; nothing is unpacked before it is asked for.
 *
 * @throws Error if it is no whole zip file, or a member is encrypted or packed otherwise than stored or deflated.
 */
export async function openZip(source: ByteSource): Promise<ReadonlyMap<string, ZipMember>> {
  const fail = (expected: string, found: string) =>
    new Error(`${source.name}: expected ${expected}, found ${found}; get the file again`);

  const { begin, length, count } = await findDirectory(source);
  if (begin + length > source.length || length > LARGEST_DIRECTORY) {
    throw fail(`a zip directory within ${source.length} bytes`, `one of ${length} bytes at byte ${begin}`);
  }
  const directory = viewOf(await source.read(begin, length));
  const members = new Map<string, ZipMember>();
  let at = 0;
  for (let entry = 0; entry < count; entry++) {
    const place = `byte ${begin + at}`;
    if (at + 46 > length || directory.getUint32(at, true) !== ENTRY) {
      throw fail(`${count} entries in the zip directory`, `no entry at ${place}`);
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((i) => directory.getUint16(at + i, true)) as [
      number,
      number,
      number,
    ];
    const extra = at + 46 + nameLength;
    const next = extra + extraLength + commentLength;
    if (next > length) throw fail('a whole zip directory', `one that breaks off in the entry at ${place}`);
    const name = new TextDecoder().decode(bytesOf(directory, at + 46, nameLength));
    const method = directory.getUint16(at + 10, true);
    if (directory.getUint16(at + 8, true) & 1) throw fail(`${name} not to be encrypted`, `that it is, at ${place}`);
    if (method !== STORED && method !== DEFLATED) {
      throw fail(`${name} to be stored or deflated`, `packing method ${method} at ${place}`);
    }
    const [size, packed, offset] = sizes(directory, at, { extra, extraLength });
    const most = method === STORED ? packed : HIGHEST_RATIO * (packed + 1);
    if (offset + packed > source.length || size > most || (method === STORED && size !== packed)) {
      throw fail(
        `${name} to lie within ${source.length} bytes`,
        `${packed} bytes at byte ${offset} that stand for ${size}, says the entry at ${place}`,
      );
    }
    const checksum = directory.getUint32(at + 16, true);
    members.set(name, {
      size,
      chunks: () => zipChunks(source, { name, offset, packed, size, checksum, deflated: method === DEFLATED }),
    });
    at = next;
  }
  return members;
}

/** Where the directory lies, by what stands at the file's end. */
async function findDirectory(source: ByteSource): Promise<{ begin: number; length: number; count: number }> {
  const tailLength = Math.min(source.length, 22 + 0xffff);
  const tailBegin = source.length - tailLength;
  const tail = viewOf(await source.read(tailBegin, tailLength));
  let end = tailLength - 22;
  while (end >= 0 && !(tail.getUint32(end, true) === END && end + 22 + tail.getUint16(end + 20, true) === tailLength)) {
    end--;
  }
  if (end < 0) {
    throw new Error(
      `${source.name}: expected a zip file (npz), found no end of a zip directory in the last ${tailLength} of ` +
        `${source.length} bytes; get the file again`,
    );
  }
  const short = {
    count: tail.getUint16(end + 10, true),
    length: tail.getUint32(end + 12, true),
    begin: tail.getUint32(end + 16, true),
  };
  if (end < 20 || tail.getUint32(end - 20, true) !== END_64_LOCATOR) return short;
  const offset = Number(tail.getBigUint64(end - 20 + 8, true));
  if (offset + 56 > source.length) return short;
  const long = viewOf(await source.read(offset, 56));
  if (long.getUint32(0, true) !== END_64) return short;
  const [count, length, begin] = [32, 40, 48].map((i) => Number(long.getBigUint64(i, true))) as [
    number,
    number,
    number,
  ];
  return { count, length, begin };
}

/** A member's unpacked size, packed size and offset; those that do not fit 32 bits stand in an extra field of type 1. */
function sizes(
  directory: DataView,
  entry: number,
  { extra, extraLength }: { extra: number; extraLength: number },
): [size: number, packed: number, offset: number] {
  const values = [24, 20, 42].map((i) => directory.getUint32(entry + i, true)) as [number, number, number];
  for (let at = extra; at + 4 <= extra + extraLength; at += 4 + directory.getUint16(at + 2, true)) {
    if (directory.getUint16(at, true) !== 1) continue;
    const end = Math.min(extra + extraLength, at + 4 + directory.getUint16(at + 2, true));
    let field = at + 4;
    return values.map((value) => {
      if (value !== 0xffffffff || field + 8 > end) return value;
      field += 8;
      return Number(directory.getBigUint64(field - 8, true));
    }) as [number, number, number];
  }
  return values;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function bytesOf(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + offset, length).slice();
}
