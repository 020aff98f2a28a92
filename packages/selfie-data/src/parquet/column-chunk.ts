import type { DataReader, PageHeader } from 'hyparquet';
import type { Decompress } from './decompress.ts';
import { decodeRunLengths } from './run-lengths.ts';

/** The types of which pictures and labels are. */
export type ValueType = 'BYTE_ARRAY' | 'INT32' | 'INT64';

/** Bytes of pictures, or labels as numbers; null where there is none. */
export type Values = (Uint8Array | number | null)[];

/** A column of one row group. */
export interface ColumnChunk {
  readonly type: ValueType;
  readonly codec: string;
  /** How many of its path's parts may be missing. */
  readonly optional: number;
  readonly rows: number;
}

/**
 * The values of a column chunk, in which nothing repeats. It reads hyparquet's page headers by itself, since hyparquet
 * believes the lengths of runs and counts of values, whatever they are: here nothing is made that exceeds the chunk's
 * rows, or what its bytes can hold.
 *
 * @throws Error with what was found instead, without the place.
 */
export function readColumnChunk(
  bytes: Uint8Array,
  { type, codec, optional, rows }: ColumnChunk,
  { parquetHeader, decompress }: { parquetHeader: (reader: DataReader) => PageHeader; decompress: Decompress },
): Values {
  const values: Values = [];
  let dictionary: Values | undefined;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  while (values.length < rows) {
    if (reader.offset >= bytes.length) throw new Error(`${values.length} values of ${rows}`);
    const header = parquetHeader(reader);
    const stored = part(bytes, reader.offset, header.compressed_page_size);
    reader.offset += stored.length;
    const size = header.uncompressed_page_size;

    if (header.type === 'DICTIONARY_PAGE') {
      const page = decompress(codec, stored, size);
      dictionary = plainValues(page, type, header.dictionary_page_header?.num_values ?? -1);
    } else if (header.type === 'DATA_PAGE' && header.data_page_header) {
      const { num_values: count, encoding } = header.data_page_header;
      checkCount(count, rows - values.length);
      const page = decompress(codec, stored, size);
      const levels = optional > 0 ? part(page, 4, littleEndian(page, 0)) : undefined;
      const rest = page.subarray(levels ? 4 + levels.length : 0);
      append(levels, count, rest, encoding);
    } else if (header.type === 'DATA_PAGE_V2' && header.data_page_header_v2) {
      const { num_values: count, encoding, is_compressed, ...lengths } = header.data_page_header_v2;
      checkCount(count, rows - values.length);
      if (lengths.repetition_levels_byte_length !== 0) throw new Error('a column that repeats');
      const levels = part(stored, 0, lengths.definition_levels_byte_length);
      const rest = stored.subarray(levels.length);
      const page = is_compressed === false ? rest : decompress(codec, rest, size - levels.length);
      append(optional > 0 ? levels : undefined, count, page, encoding);
    }
  }
  return values;

  /** Appends a page's values: those that are there, and null where the levels say that a part of the path is missing. */
  function append(levels: Uint8Array | undefined, count: number, page: Uint8Array, encoding: string) {
    const present = levels && decodeRunLengths(levels, 32 - Math.clz32(optional), count);
    const found = present ? present.reduce((sum, level) => sum + Number(level === optional), 0) : count;
    const decoded = decodeValues(page, type, found, encoding, dictionary);
    let next = 0;
    for (let i = 0; i < count; i++) values.push(!present || present[i] === optional ? decoded[next++]! : null);
  }
}

function decodeValues(
  page: Uint8Array,
  type: ValueType,
  count: number,
  encoding: string,
  dictionary: Values | undefined,
): Values {
  if (count === 0) return [];
  if (encoding === 'PLAIN') return plainValues(page, type, count);
  if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') throw new Error(`the encoding ${encoding}`);
  const width = page[0] ?? 33;
  if (width > 32) throw new Error(`numbers of ${width} bits`);
  return Array.from(decodeRunLengths(page.subarray(1), width, count), (place) => {
    const value = dictionary?.[place];
    if (value === undefined) throw new Error(`place ${place} in a dictionary of ${dictionary?.length ?? 'none'}`);
    return value;
  });
}

function plainValues(page: Uint8Array, type: ValueType, count: number): Values {
  const smallest = type === 'INT64' ? 8 : 4;
  checkCount(count, Math.floor(page.length / smallest));
  if (type !== 'BYTE_ARRAY') {
    const view = new DataView(page.buffer, page.byteOffset, page.length);
    return Array.from({ length: count }, (_, i) =>
      type === 'INT32' ? view.getInt32(4 * i, true) : Number(view.getBigInt64(8 * i, true)),
    );
  }
  let at = 0;
  return Array.from({ length: count }, () => {
    const value = part(page, at + 4, littleEndian(page, at));
    at += 4 + value.length;
    return value;
  });
}

function littleEndian(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new Error('the end of a page');
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

function part(bytes: Uint8Array, from: number, length: number): Uint8Array {
  if (!(length >= 0 && from + length <= bytes.length)) {
    throw new Error(`a part of ${length} bytes at ${from} of ${bytes.length}`);
  }
  return bytes.subarray(from, from + length);
}

function checkCount(count: number, most: number): void {
  if (!(count >= 0 && count <= most)) throw new Error(`a page of ${count} values where ${most} are left`);
}
