import type { TensorValues } from './tensor-data.ts';

/** A number type of safetensors files. */
interface StoredType {
  /** Bytes a number. */
  readonly width: number;
  /** The values of little-endian bytes, which become the result's own; `name` is the tensor's, for errors. */
  read(bytes: ArrayBuffer, name: string): TensorValues;
}

/** The number types that can be read, by their names in the file, each as the nearest that TensorFlow.js has. */
export const storedTypes: ReadonlyMap<string, StoredType> = new Map([
  ['F64', { width: 8, read: (bytes) => float32(Float32Array.from(new Float64Array(bytes))) }],
  ['F32', { width: 4, read: (bytes) => float32(new Float32Array(bytes)) }],
  ['F16', { width: 2, read: (bytes) => float32(Float32Array.from(new Uint16Array(bytes), fromHalf)) }],
  ['BF16', { width: 2, read: (bytes) => float32(fromBrainFloats(new Uint16Array(bytes))) }],
  ['I64', { width: 8, read: (bytes, name) => int32(narrowed(new BigInt64Array(bytes), name)) }],
  ['I32', { width: 4, read: (bytes) => int32(new Int32Array(bytes)) }],
  ['U8', { width: 1, read: (bytes) => int32(Int32Array.from(new Uint8Array(bytes))) }],
  ['BOOL', { width: 1, read: (bytes) => ({ dtype: 'bool', data: new Uint8Array(bytes) }) }],
] satisfies [string, StoredType][]);

const float32 = (data: Float32Array): TensorValues => ({ dtype: 'float32', data });

const int32 = (data: Int32Array): TensorValues => ({ dtype: 'int32', data });

/** IEEE 754 binary16: a sign bit, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function fromBrainFloats(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

function narrowed(values: BigInt64Array, name: string): Int32Array {
  return Int32Array.from(values, (value) => {
    if (BigInt.asIntN(32, value) !== value) throw new Error(`${name} holds ${value}, which does not fit into 32 bits`);
    return Number(value);
  });
}
