const LONGEST_NAME = 256;

/** Reads the parts of a pickle one after the other. */
export type PickleCursor = ReturnType<typeof pickleCursor>;

/**
 * A place in a pickle that moves on with what is read; beyond the end, everything throws.
 *
 * @param name Stands for the file in errors.
 */
export function pickleCursor(bytes: Uint8Array, name: string) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let begin = 0; // of the opcode
  let at = 0;

  const fail = (expected: string, found: string, fix = 'get the file again') =>
    new Error(`${name}: expected ${expected}, found ${found} at byte ${begin}; ${fix}`);

  /** The offset of the next bytes, which are then behind. */
  const skip = (length: number): number => {
    if (length > bytes.length - at) throw fail(`${length} more bytes of a pickle`, `only ${bytes.length - at}`);
    at += length;
    return at - length;
  };
  const take = (length: number): Uint8Array => {
    const from = skip(length);
    return bytes.subarray(from, from + length);
  };
  const text = (length: number): string => {
    const letters = take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(letters);
    } catch (cause) {
      throw Object.assign(fail('text in UTF-8', `${length} bytes that are none`), { cause });
    }
  };

  return {
    /** An error about the latest opcode. */
    fail,
    skip,
    take,
    text,
    /** The next opcode. */
    opcode(): number {
      begin = at;
      return view.getUint8(skip(1));
    },
    /** Where the latest opcode lies, for errors. */
    place: () => `${name} at byte ${begin}`,
    ended: () => at === bytes.length,
    byte: () => view.getUint8(skip(1)),
    unsigned16: () => view.getUint16(skip(2), true),
    signed32: () => view.getInt32(skip(4), true),
    unsigned32: () => view.getUint32(skip(4), true),
    unsigned64: () => Number(view.getBigUint64(skip(8), true)),
    float64: () => view.getFloat64(skip(8)),
    /** A signed integer of some bytes, the lowest first. */
    integer(length: number): number {
      if (length > 8) throw fail('integers of at most 8 bytes', `one of ${length}`);
      const digits = take(length).reduceRight((sum, digit) => sum * 256n + BigInt(digit), 0n);
      return Number(BigInt.asIntN(8 * length, digits));
    },
    /** Text up to the end of the line. */
    line(): string {
      const end = bytes.subarray(at, at + LONGEST_NAME).indexOf(0x0a);
      if (end < 0) throw fail(`a line of at most ${LONGEST_NAME} letters`, 'a longer one');
      const letters = text(end);
      skip(1);
      return letters;
    },
  };
}
