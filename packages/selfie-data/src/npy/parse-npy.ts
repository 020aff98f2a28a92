import { elementCount, type NumpyArray, numberType, numpyArray } from './numpy-array.ts';

/** What stands before the values of an npy file. */
export interface NpyHeader {
  /** Byte order, kind and bytes of a value in numpy's letters, e.g. `|u1`. */
  readonly type: string;
  readonly shape: readonly number[];
  /** Where the values begin, in bytes. */
  readonly begin: number;
  /** Where they end. */
  readonly end: number;
}

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** numpy itself refuses longer headers. */
const LONGEST_HEADER = 10_000;

/** Nor has numpy arrays of more dimensions. */
const MOST_DIMENSIONS = 64;

/** No header begins its values later than this, in bytes. */
export const LONGEST_NPY_HEADER = 12 + LONGEST_HEADER;

/**
 * Reads an npy file, numpy's format for one array, of numbers; of single bytes, the values are a view of the file's.
 *
 * @param name Stands for the file in errors.
 * @throws Error if the bytes are no npy file, of pickled objects or in Fortran's order, or not as many as its shape says.
 */
export function parseNpy(bytes: Uint8Array, name: string): NumpyArray {
  const { type, shape, begin } = parseNpyHeader(bytes, name);
  return numpyArray(bytes.subarray(begin), { type, shape, name });
}

/**
 * Reads the header of an npy file from its first bytes: the magic bytes, the version, the header's length, and a
 * Python dictionary as text.
 *
 * @param name Stands for the file in errors.
 * @throws Error if it is none, or of an array that is not read.
 */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const fail = (expected: string, found: string, fix = 'get the file again') =>
    new Error(`${name}: expected ${expected}, found ${found}; ${fix}`);

  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw fail(
      'an npy file, which begins with \\x93NUMPY',
      'other bytes',
      'save the array with numpy.save or numpy.savez',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = bytes[6] ?? 0;
  const text = version === 1 ? 10 : 12;
  if (version < 1 || version > 3) throw fail('version 1, 2 or 3 of the npy format', `version ${version} at byte 6`);
  if (bytes.length < text) throw fail(`a header of at least ${text} bytes`, `${bytes.length} bytes in all`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw fail(`a header of at most ${LONGEST_HEADER} bytes`, `one of ${length} at byte 8`);
  const begin = text + length;
  if (bytes.length < begin) throw fail(`a header of ${begin} bytes`, `${bytes.length} bytes in all`);

  const header = new TextDecoder().decode(bytes.subarray(text, begin));
  const [, type] = /'descr'\s*:\s*'([^']*)'/.exec(header) ?? [];
  const [, fortran] = /'fortran_order'\s*:\s*(True|False)/.exec(header) ?? [];
  const [, sizes] = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(header) ?? [];
  if (type === undefined || fortran === undefined || sizes === undefined) {
    throw fail(
      'a header with a plain descr, fortran_order and shape',
      header.slice(0, 100).trim(),
      'save it as numbers',
    );
  }
  const { size } = numberType(type, name);
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  if (shape.length > MOST_DIMENSIONS) throw fail(`at most ${MOST_DIMENSIONS} dimensions`, `${shape.length}`);
  if (fortran === 'True' && shape.length > 1) {
    throw fail('values row by row', "values in Fortran's order", 'save numpy.ascontiguousarray(array)');
  }
  return { type, shape, begin, end: begin + size * elementCount(shape) };
}
