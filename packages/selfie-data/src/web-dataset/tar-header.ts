/** What a header of a tar archive says of the entry behind it. */
export interface TarHeader {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** The type flag, e.g. `0` for a file, `5` for a folder, `x` for a pax header. */
  readonly type: string;
}

export const BLOCK = 512;

const decoder = new TextDecoder();

/**
 * Reads one header block `[512]` of a tar archive: ustar (POSIX), GNU's, or the older form without either's mark.
 *
 * @throws Error with what was found instead, without the place.
 */
export function parseTarHeader(block: Uint8Array): TarHeader {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : block[i]!; // the checksum's own field as spaces
  const stated = number(block.subarray(148, 156), 'checksum');
  if (sum !== stated) throw new Error(`a block with checksum ${sum} that says ${stated}`);
  const name = text(block.subarray(0, 100));
  const posix = decoder.decode(block.subarray(257, 263)) === 'ustar\0'; // GNU's old mark means no prefix
  const prefix = posix ? text(block.subarray(345, 500)) : '';
  return {
    path: prefix ? `${prefix}/${name}` : name,
    size: number(block.subarray(124, 136), 'size'),
    type: String.fromCharCode(block[156] || 0x30), // older archives mark files by zero
  };
}

/** Text up to the first zero byte. */
export function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A number in octal digits, or, if the first bit is set, in base 256. */
function number(field: Uint8Array, what: string): number {
  let value = 0;
  if (field[0]! & 0x80) {
    value = field[0]! & 0x7f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
  } else {
    const digits = text(field).trim();
    if (!/^[0-7]*$/.test(digits)) throw new Error(`a ${what} of ${JSON.stringify(digits)}`);
    value = Number.parseInt(digits || '0', 8);
  }
  if (!Number.isSafeInteger(value)) throw new Error(`a ${what} beyond 2^53`);
  return value;
}

/**
 * The records of a pax header, `length key=value\n` each.
 *
 * @throws Error with what was found instead, without the place.
 */
export function parsePaxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(decoder.decode(bytes.subarray(at, Math.max(at, Math.min(space, at + 9)))) || Number.NaN);
    const end = at + length;
    if (!(Number.isInteger(length) && end > space && end <= bytes.length && bytes[end - 1] === 0x0a)) {
      throw new Error('a pax record of another length than it says');
    }
    const record = decoder.decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf('=');
    if (equals < 1) throw new Error('a pax record without a key');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}
