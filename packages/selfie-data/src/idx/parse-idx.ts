import { gunzip, isGzip } from '../gunzip.ts';

/** The contents of an IDX file of unsigned bytes. */
export interface IdxArray {
  /** Stands for the file in errors. */
  readonly name: string;
  readonly shape: readonly number[];
  /** All values, row-major. */
  readonly values: Uint8Array;
}

const UNSIGNED_BYTES = 0x08;
const OTHER_TYPES: Readonly<Record<number, string>> = {
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST and Fashion-MNIST, gzipped or not.
 *
 * The format: two zero bytes, a byte for the type, one for the number of dimensions, each dimension as a big-endian
 * 32-bit integer, then the values in row-major order. Whether the file is gzipped is told by its first bytes.
 *
 * @param name Stands for the file in errors.
 * @throws Error if the bytes are no IDX file, not of unsigned bytes, or more or fewer than the dimensions say.
 */
export async function parseIdx(bytes: Uint8Array, name: string): Promise<IdxArray> {
  const contents = isGzip(bytes) ? await gunzip(bytes, name) : bytes;
  const [zero0, zero1, type = 0, rank = 0] = contents;
  if (zero0 !== 0 || zero1 !== 0 || rank === 0 || !(type === UNSIGNED_BYTES || type in OTHER_TYPES)) {
    throw new Error(
      `${name}: expected an IDX file, which begins with two zero bytes, a type and a number of dimensions, ` +
        `found ${describe(contents.subarray(0, 4))}; give an IDX file, gzipped or not`,
    );
  }
  if (type !== UNSIGNED_BYTES) {
    throw new Error(
      `${name}: expected values of type 0x08 (unsigned bytes), found type ${hex(type)} (${OTHER_TYPES[type]}) at byte 2; ` +
        'convert the values to unsigned bytes',
    );
  }
  const header = 4 + 4 * rank;
  if (contents.length < header) {
    throw new Error(
      `${name}: expected a header of ${header} bytes for ${rank} dimensions, found ${contents.length} bytes in all; ` +
        'get the file again',
    );
  }
  const view = new DataView(contents.buffer, contents.byteOffset, header);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  const values = contents.subarray(header);
  if (values.length !== count) {
    const found = values.length < count ? `only ${values.length}` : `${values.length - count} more than that`;
    throw new Error(
      `${name}: expected ${count} values after the header for dimensions [${shape.join(', ')}], found ${found}; ` +
        'get the file again',
    );
  }
  return { name, shape, values };
}

function describe(bytes: Uint8Array): string {
  return bytes.length === 0 ? 'no bytes at all' : `bytes ${Array.from(bytes, hex).join(' ')}`;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
