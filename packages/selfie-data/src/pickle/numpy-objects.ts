import { type NumpyArray, numpyArray } from '../npy/numpy-array.ts';
import { describePickled, type NumpyType, numpyArrayOf, type Pickled, type PythonName, textOf } from './pickled.ts';

const RECONSTRUCT = ['numpy.core.multiarray._reconstruct', 'numpy._core.multiarray._reconstruct'];
const FROM_BUFFER = ['numpy.core.numeric._frombuffer', 'numpy._core.numeric._frombuffer'];
const ARRAY = 'numpy.ndarray';
const TYPE = 'numpy.dtype';
const ENCODE = '_codecs.encode';
const LONGEST_TYPE = 8;

/** The only names that a pickle may refer to: those by which numpy writes arrays, in any protocol. */
export const ALLOWED_NAMES: ReadonlySet<string> = new Set([...RECONSTRUCT, ...FROM_BUFFER, ARRAY, TYPE, ENCODE]);

/**
 * What a call of one of the allowed names gives: an empty array or a type, which `build` fills, an array, or bytes.
 * Nothing is called: each is told by its name and the exact arguments that numpy writes.
 *
 * @param place Stands for the place in the file in errors.
 * @throws Error if name or arguments are others.
 */
export function reduce(callable: Pickled, args: Pickled, place: string): Pickled {
  const name = pythonName(callable);
  const [first, second, third, fourth]: Pickled[] = Array.isArray(args) ? args : [];
  if (RECONSTRUCT.includes(name) && pythonName(first) === ARRAY) {
    return { type: '|u1', shape: [0], values: new Uint8Array(0) };
  }
  const code = textOf(first);
  if (name === TYPE && code !== undefined && code.length <= LONGEST_TYPE) return { dtype: `|${code}` };
  if (name === ENCODE && typeof first === 'string' && second === 'latin1') return latin1(first, place);
  if (FROM_BUFFER.includes(name) && first instanceof Uint8Array && textOf(fourth) === 'C') {
    return arrayOf({ bytes: first, type: second, shape: third }, place);
  }
  throw new Error(
    `${place}: expected a call of numpy's by which it writes arrays, found ${name || describePickled(callable)} ` +
      'with other arguments; save the data as arrays of numbers and lists',
  );
}

/**
 * Fills an array or a type, made by `reduce`, with what numpy writes of it.
 *
 * @param place Stands for the place in the file in errors.
 * @throws Error if it is none, of objects or fields, or not stored row by row.
 */
export function build(target: Pickled, state: Pickled, place: string): void {
  const parts = Array.isArray(state) ? state : [];
  const array = numpyArrayOf(target);
  if (array) {
    const [, shape, type, fortran, bytes] = parts;
    if (fortran === true && Array.isArray(shape) && shape.length > 1) {
      throw new Error(
        `${place}: expected an array row by row, found one in Fortran's order; save numpy.ascontiguousarray(array)`,
      );
    }
    Object.assign(array, arrayOf({ bytes, type, shape }, place));
    return;
  }
  const [, order, subtype, names, fields] = parts;
  const letter = textOf(order);
  if (!isType(target) || letter?.length !== 1 || [subtype, names, fields].some((part) => part !== null)) {
    throw new Error(
      `${place}: expected the shape and values of an array or a type of numbers, found ${describePickled(target)} ` +
        'that is given a state; save the data as arrays of numbers and lists',
    );
  }
  Object.assign(target, { dtype: letter + target.dtype.slice(1) });
}

function arrayOf(
  { bytes, type, shape }: { bytes: Pickled | undefined; type: Pickled | undefined; shape: Pickled | undefined },
  place: string,
): NumpyArray {
  if (!isType(type) || !isShape(shape) || !(bytes instanceof Uint8Array || type.dtype.includes('O'))) {
    throw new Error(
      `${place}: expected an array with a type, a shape and bytes, found ${describePickled(bytes)} for its values; ` +
        'save the array as numbers',
    );
  }
  return numpyArray(bytes instanceof Uint8Array ? bytes : new Uint8Array(0), { type: type.dtype, shape, name: place });
}

function pythonName(value: Pickled | undefined): string {
  return typeof value === 'object' && value !== null && 'python' in value ? (value as PythonName).python : '';
}

function isType(value: Pickled | undefined): value is NumpyType {
  return typeof value === 'object' && value !== null && 'dtype' in value;
}

function isShape(value: Pickled | undefined): value is number[] {
  return (
    Array.isArray(value) && value.length <= 64 && value.every((size) => Number.isSafeInteger(size) && Number(size) >= 0)
  );
}

/** Bytes that Python 3 wrote as text of one letter a byte, for protocol 2 has no bytes. */
function latin1(text: string, place: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (letter > 255) {
      throw new Error(
        `${place}: expected bytes as letters up to \\xff, found \\u${letter.toString(16)}; get the file again`,
      );
    }
    bytes[i] = letter;
  }
  return bytes;
}
