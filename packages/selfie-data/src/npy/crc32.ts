/** Tables [4][256] that take four bytes at a time. */
const TABLES = (() => {
  const tables = Array.from({ length: 4 }, () => new Int32Array(256));
  const [first] = tables as [Int32Array];
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    first[byte] = rest;
  }
  for (let i = 1; i < 4; i++) {
    for (let byte = 0; byte < 256; byte++) {
      const previous = tables[i - 1]![byte]!;
      tables[i]![byte] = (previous >>> 8) ^ first[previous & 255]!;
    }
  }
  return tables as [Int32Array, Int32Array, Int32Array, Int32Array];
})();

/**
 * The checksum of zip and gzip, of 32 bits.
 *
 * @param before The checksum of the bytes before these, if there are any.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [table0, table1, table2, table3] = TABLES;
  let rest = ~before;
  let i = 0;
  for (const last = bytes.length - 3; i < last; i += 4) {
    rest ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    rest =
      table3[rest & 255]! ^ table2[(rest >>> 8) & 255]! ^ table1[(rest >>> 16) & 255]! ^ table0[(rest >>> 24) & 255]!;
  }
  for (; i < bytes.length; i++) rest = (rest >>> 8) ^ table0[(rest ^ bytes[i]!) & 255]!;
  return ~rest >>> 0;
}
