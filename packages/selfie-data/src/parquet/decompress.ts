import type { Compressors } from 'hyparquet';

/** Unpacks a page to the size that its header says. */
export type Decompress = (codec: string, packed: Uint8Array, size: number) => Uint8Array;

/** How many bytes each codec can make of one at most: a header that says more lies. */
const MOST_BYTES_OF_ONE: Readonly<Record<string, number>> = {
  SNAPPY: 32,
  LZ4: 256,
  LZ4_RAW: 256,
  GZIP: 1033,
  ZSTD: 2 ** 15,
  BROTLI: 2 ** 15,
};
const MOST_BYTES = 2 ** 30;

/** Unpacks pages by hyparquet-compressors, but not to more than their bytes can hold. */
export function boundedDecompress(
  compressors: Compressors,
  decompressZstd: (input: Uint8Array, output: Uint8Array) => Uint8Array,
): Decompress {
  return (codec, packed, size) => {
    if (codec === 'UNCOMPRESSED' || size === 0) return packed;
    const most = Math.min(MOST_BYTES, 64 + packed.length * (MOST_BYTES_OF_ONE[codec] ?? 0));
    if (!(size > 0 && size <= most)) throw new Error(`a page of ${size} bytes packed in ${packed.length} by ${codec}`);
    const unpack = compressors[codec as keyof Compressors];
    if (!unpack) throw new Error(`the codec ${codec}`);
    const page = codec === 'ZSTD' ? decompressZstd(packed, new Uint8Array(size)) : unpack(packed, size);
    if (page.length !== size) throw new Error(`a page of ${page.length} bytes that says ${size}`);
    return page;
  };
}
