/**
 * Decodes `count` numbers of `width` bits: runs of one number and bit-packed groups of eight, as Parquet stores levels
 * and places in a dictionary. Never writes more than `count`, whatever the runs say.
 *
 * Format: parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
 *
 * @throws Error with what was found instead, without the place.
 */
export function decodeRunLengths(bytes: Uint8Array, width: number, count: number): Int32Array {
  const numbers = new Int32Array(count);
  let at = 0;
  const next = () => {
    if (at >= bytes.length) throw new Error('the end of the runs');
    return bytes[at++]!;
  };
  for (let filled = 0; filled < count; ) {
    let header = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = next();
      if (shift > 28) throw new Error('a run without an end');
      header = (header | ((byte & 0x7f) << shift)) >>> 0;
      more = byte >= 0x80;
    }
    if (header & 1) {
      const end = Math.min(count, filled + (header >>> 1) * 8);
      const start = at * 8;
      for (let bit = start; filled < end; filled++, bit += width) {
        let number = 0;
        for (let i = 0; i < width; i++) {
          const place = bit + i;
          if (place >>> 3 >= bytes.length) throw new Error('the end of the bits');
          number |= ((bytes[place >>> 3]! >>> (place & 7)) & 1) << i;
        }
        numbers[filled] = number;
      }
      at += (header >>> 1) * width;
    } else {
      let number = 0;
      for (let i = 0; i < Math.ceil(width / 8); i++) number |= next() << (8 * i);
      const end = Math.min(count, filled + (header >>> 1));
      if (end === filled) throw new Error('a run of nothing');
      numbers.fill(number, filled, end);
      filled = end;
    }
  }
  return numbers;
}
