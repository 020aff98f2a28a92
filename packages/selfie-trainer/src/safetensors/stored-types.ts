import type { TensorValues } from './tensor-data.ts';

/** A number type of safetensors files. */
interface StoredType {
  /** Bytes a number. */
  readonly width: number;
  /** The values of little-endian bytes, which stand anywhere; `name` is the tensor's, for errors. */
  read(bytes: Uint8Array, name: string): TensorValues;
}

/** The number types that can be read, by their names in the file, each as the nearest that TensorFlow.js has. */
export const storedTypes: ReadonlyMap<string, StoredType> = new Map([
  ['F64', { width: 8, read: (bytes) => float32s(bytes, 8, (view, at) => view.getFloat64(at, true)) }],
  ['F32', { width: 4, read: (bytes) => ({ dtype: 'float32', data: new Float32Array(copy(bytes)) }) }],
  ['F16', { width: 2, read: (bytes) => float32s(bytes, 2, (view, at) => fromHalf(view.getUint16(at, true))) }],
  ['BF16', { width: 2, read: fromBrainFloats }],
  ['I64', { width: 8, read: narrowed }],
  ['I32', { width: 4, read: (bytes) => ({ dtype: 'int32', data: new Int32Array(copy(bytes)) }) }],
  ['BOOL', { width: 1, read: (bytes) => ({ dtype: 'bool', data: new Uint8Array(copy(bytes)) }) }],
] satisfies [string, StoredType][]);

/** A copy of its own, which is aligned. */
const copy = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

const viewOf = ({ buffer, byteOffset, length }: Uint8Array) => new DataView(buffer, byteOffset, length);

function float32s(bytes: Uint8Array, width: number, number: (view: DataView, at: number) => number): TensorValues {
  const view = viewOf(bytes);
  const data = new Float32Array(bytes.length / width);
  for (let i = 0; i < data.length; i++) data[i] = number(view, i * width);
  return { dtype: 'float32', data };
}

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
function fromBrainFloats(bytes: Uint8Array): TensorValues {
  const view = viewOf(bytes);
  const bits = new Uint32Array(bytes.length / 2);
  for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, true) << 16;
  return { dtype: 'float32', data: new Float32Array(bits.buffer) };
}

function narrowed(bytes: Uint8Array, name: string): TensorValues {
  const view = viewOf(bytes);
  const data = new Int32Array(bytes.length / 8);
  for (let i = 0; i < data.length; i++) {
    const value = view.getBigInt64(8 * i, true);
    if (BigInt.asIntN(32, value) !== value) throw new Error(`${name} holds ${value}, which does not fit into 32 bits`);
    data[i] = Number(value);
  }
  return { dtype: 'int32', data };
}
