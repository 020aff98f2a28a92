import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpOptions } from '../download/http-bytes.ts';
import { consecutive } from '../sources/consecutive.ts';
import type { PictureFiles } from '../sources/picture.ts';
import { expandBraces } from '../web-dataset/expand-braces.ts';
import { isAddress } from '../web-dataset/shard-chunks.ts';
import { byteFile } from './byte-file.ts';
import { readColumnChunk, type Values } from './column-chunk.ts';
import { boundedDecompress } from './decompress.ts';
import { type Columns, describeFile, type ParquetFile, type PlacedChunk } from './parquet-file.ts';
import { recentlyUsed } from './recently-used.ts';

/** Options of `parquetPictures`. */
export interface ParquetOptions extends HttpOptions, Columns {
  /**
   * How many bytes of row groups are kept for the next pictures; one row group is kept whatever its size.
   *
   * @default 268435456
   */
  readonly cacheBytes?: number;
}

/**
 * Pictures in Parquet files, as the Hugging Face hub stores them: on disk, in a folder of such files, or at HTTP addresses
 * whose server answers range requests. Labels and where row groups lie are read at once, pictures a row group at a time.
 *
 * @param sources A file, folder, address or pattern like `train-{0..9}.parquet`, or several.
 * @throws Error if a file is missing, damaged or without pictures, files have other classes, or a label is no class.
 */
export async function parquetPictures(
  sources: string | readonly string[],
  { image, label, cacheBytes = 2 ** 28, ...http }: ParquetOptions = {},
): Promise<PictureFiles> {
  const names = await parquetNames(typeof sources === 'string' ? [sources] : sources);
  const { openFile, readChunk } = await parquetReader({ image, label }, http);
  const files = await inTurns(names, openFile);
  const { classes } = files[0]!;
  for (const { file, classes: others } of files) {
    if (JSON.stringify(others) !== JSON.stringify(classes)) {
      throw new Error(`${file.name}: expected the classes of ${names[0]}, found others; give files of one data set`);
    }
  }

  const groups = files.flatMap((source) => source.groups.map((group) => ({ ...group, source })));
  const { starts, partOf } = consecutive(groups.map(({ rows }) => rows));
  const length = starts[groups.length]!;
  if (!(length > 0 && length < 2 ** 31)) {
    throw new Error(`${names[0]}: expected from 1 to 2^31 − 1 pictures, found ${length} rows; give other files`);
  }
  const labels = await readLabels();
  const pictures = recentlyUsed(cacheBytes, async (group: number) => {
    const { images, source } = groups[group]!;
    return readChunk(source, images);
  });

  return {
    length,
    classes,
    labels,
    async read(index) {
      if (!Number.isInteger(index) || index < 0 || index >= length) {
        throw new RangeError(`index must be from 0 to ${length - 1}: got ${index}; use an index of this data set`);
      }
      const group = partOf(index);
      const { source, images } = groups[group]!;
      const values = await pictures(group, images.to - images.from);
      const origin = `${source.file.name} at ${images.from} (row ${index - starts[group]!} of the row group)`;
      const bytes = values[index - starts[group]!];
      if (!(bytes instanceof Uint8Array)) {
        throw new Error(`${origin}: expected the bytes of a picture, found none; embed the pictures in the file`);
      }
      return { bytes: bytes.slice(), origin, label: labels?.[index] };
    },
  };

  /** The label of every row; none if there are no labels, or −1 or null for all of them, as for pictures of a test. */
  async function readLabels(): Promise<Int32Array | undefined> {
    const placed = groups.map((group, i) => ({ group, start: starts[i]! })).filter(({ group }) => group.labels);
    if (placed.length === 0) return undefined;
    const found = new Int32Array(length).fill(-1);
    await inTurns(placed, async ({ group, start }) => {
      const values = await readChunk(group.source, group.labels!);
      values.forEach((value, i) => {
        if (value === null || value === -1) return;
        if (typeof value !== 'number' || value < 0 || value >= (classes?.length ?? 2 ** 31)) {
          throw new Error(
            `${group.source.file.name} at ${group.labels!.from}: expected labels from 0` +
              `${classes ? ` to ${classes.length - 1}` : ''}, found ${value} in row ${i} of the row group; correct the file`,
          );
        }
        found[start + i] = value;
      });
    });
    const missing = found.indexOf(-1);
    if (missing >= 0 && found.some((value) => value !== -1)) {
      throw new Error(`${names[0]}: expected a label for every row or for none, found none for row ${missing} of all`);
    }
    return missing >= 0 ? undefined : found;
  }
}

/** hyparquet, which is loaded only when it is needed: its package is ESM alone. */
async function parquetReader(columns: Columns, http: HttpOptions) {
  const [{ parquetMetadataAsync, parquetSchema }, { parquetHeader }, { compressors, decompressZstd }] =
    await Promise.all([import('hyparquet'), import('hyparquet/src/column.js'), import('hyparquet-compressors')]);
  const tools = { parquetHeader, decompress: boundedDecompress(compressors, decompressZstd) };
  return {
    async openFile(name: string): Promise<ParquetFile> {
      const file = await byteFile(name, http);
      try {
        const metadata = await parquetMetadataAsync(
          {
            byteLength: file.length,
            slice: async (from, to = file.length) => (await file.read(from, to)).buffer,
          },
          { initialFetchSize: 2 ** 16, geoparquet: false, parsers: { stringFromBytes: () => undefined } },
        );
        return describeFile(file, metadata, parquetSchema(metadata), columns);
      } catch (cause) {
        if ((cause as Error).message.startsWith(name)) throw cause; // it could not be read
        throw new Error(
          `${name}: expected a Parquet file of pictures, found ${(cause as Error).message}; check the file`,
          {
            cause,
          },
        );
      }
    },
    async readChunk({ file }: ParquetFile, chunk: PlacedChunk): Promise<Values> {
      const bytes = await file.read(chunk.from, chunk.to);
      try {
        return readColumnChunk(bytes, chunk, tools);
      } catch (cause) {
        throw new Error(
          `${file.name} at ${chunk.from}: expected ${chunk.rows} values (${chunk.type}), ` +
            `found ${(cause as Error).message}; get the file again`,
          { cause },
        );
      }
    },
  };
}

/** The files that are meant: those of a folder, of a pattern, or the name itself. */
async function parquetNames(sources: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const source of sources) {
    if (!isAddress(source) && (await stat(source).catch(() => undefined))?.isDirectory()) {
      const files = (await readdir(source)).filter((name) => name.endsWith('.parquet')).sort();
      if (files.length === 0) throw new Error(`${source}: expected .parquet files, found none; check the path`);
      names.push(...files.map((name) => join(source, name)));
    } else names.push(...expandBraces(source));
  }
  if (names.length === 0) throw new RangeError('sources must name at least one file: got none');
  return names;
}

/** Does something with all items, eight at a time, and gives the results in their order. */
async function inTurns<T, Result>(items: readonly T[], act: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await act(items[i]!);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return results;
}
