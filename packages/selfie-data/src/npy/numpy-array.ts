const VALUES = {
  b1: Uint8Array,
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

/** An array as numpy has it, of numbers, row by row. */
export interface NumpyArray {
  /** Byte order, kind and bytes of a value in numpy's letters, e.g. `|u1` (unsigned bytes) or `<i8`. */
  readonly type: string;
  readonly shape: readonly number[];
  /** The values `[product of the shape]`, booleans as 0 and 1. */
  readonly values: InstanceType<(typeof VALUES)[keyof typeof VALUES]>;
}

/**
 * Makes an array of bytes as numpy writes them; values of one byte are a view of them, not a copy.
 *
 * @param name Stands for the array in errors.
 * @throws Error if the type is not one of numbers, or there are more or fewer bytes than it and the shape say.
 */
export function numpyArray(
  bytes: Uint8Array,
  { type, shape, name }: { type: string; shape: readonly number[]; name: string },
): NumpyArray {
  const { kind, size, swapped } = numberType(type, name);
  const count = elementCount(shape);
  if (count * size !== bytes.length) {
    throw new Error(
      `${name}: expected ${count * size} bytes for values of type ${type} and shape [${shape.join(', ')}], ` +
        `found ${bytes.length}; get the file again`,
    );
  }
  if (size === 1)
    return { type, shape, values: new VALUES[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset, count) };
  const aligned = new Uint8Array(bytes);
  if (swapped) for (let at = 0; at < aligned.length; at += size) aligned.subarray(at, at + size).reverse();
  return { type, shape, values: new VALUES[kind](aligned.buffer, 0, count) };
}

/** How many values an array of a shape holds. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * What a type of numpy means.
 *
 * @throws Error if it is not one of numbers that JavaScript has.
 */
export function numberType(type: string, name: string): { kind: keyof typeof VALUES; size: number; swapped: boolean } {
  const [, order, kind] = /^([<>|=]?)([biuf][1248])$/.exec(type) ?? [];
  if (kind === undefined || !(kind in VALUES)) {
    const what = /^.?O/.test(type)
      ? `Python objects (type ${type}), which could run code`
      : `type ${type.slice(0, 40)}`;
    throw new Error(
      `${name}: expected booleans, integers or floats of 32 or 64 bits, found ${what}; save the array as numbers`,
    );
  }
  return { kind: kind as keyof typeof VALUES, size: Number(kind[1]), swapped: order === '>' };
}
