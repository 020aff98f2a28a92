import type { NumpyArray } from '../npy/numpy-array.ts';

/** A name of Python's that a pickle refers to, from among those that numpy's arrays need. */
export interface PythonName {
  readonly python: string;
}

/** A type of numpy's values, e.g. `|u1`. */
export interface NumpyType {
  readonly dtype: string;
}

/** What a pickle of data is made of; tuples and lists are arrays, strings of Python 2 and bytes are bytes. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Pickled[]
  | Map<Pickled, Pickled>
  | NumpyArray
  | NumpyType
  | PythonName;

const LONGEST_STRING = 256;

/** Text of Python 3, or a short string of Python 2, as text; undefined if it is neither. */
export function textOf(value: Pickled | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array && value.length <= LONGEST_STRING ? new TextDecoder().decode(value) : undefined;
}

/** The value as an array of numpy's, or undefined if it is none. */
export function numpyArrayOf(value: Pickled | undefined): NumpyArray | undefined {
  return typeof value === 'object' && value !== null && 'shape' in value ? value : undefined;
}

/** What a value is, for errors. */
export function describePickled(value: Pickled | undefined): string {
  if (value === undefined) return 'none';
  if (value === null) return 'None';
  if (value instanceof Map) return `a dictionary of ${value.size}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  return 'shape' in value ? `an array [${value.shape.join(', ')}] of ${value.type}` : "a part of numpy's";
}
