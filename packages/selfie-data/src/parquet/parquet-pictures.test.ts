import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { fileServer, serve } from '../download/fixtures/file-server.ts';
import { parquetPictures } from './parquet-pictures.ts';

/** Seven pictures in row groups of three, written by pyarrow with the hub's metadata. */
const hub = fileURLToPath(new URL('./fixtures/hub.parquet', import.meta.url));
const picture = (i: number) => Buffer.from([0xff, 0xd8, ...Array(3 + 5 * i).fill(i)]);
const labels = [0, 2, 1, 1, 0, 2, 0];

const server = await fileServer();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('reads pictures, labels and classes of a file', async () => {
  const files = await parquetPictures(hub);
  expect(files).toMatchObject({ length: 7, classes: ['cat', 'dog', 'größe'], labels: Int32Array.from(labels) });
  for (const i of [6, 0, 3, 2, 5, 1, 4]) {
    const { bytes, label } = await files.read(i);
    expect(Buffer.from(bytes)).toEqual(picture(i));
    expect(label).toBe(labels[i]);
  }
  expect((await files.read(5)).origin).toMatch(/hub\.parquet at \d+ \(row 2 of the row group\)$/);
  await expect(files.read(7)).rejects.toThrow('index must be from 0 to 6: got 7; use an index of this data set');
});

test('reads a column of bytes in many pages of the second version, not packed', async () => {
  const files = await parquetPictures(fileURLToPath(new URL('./fixtures/plain-pages.parquet', import.meta.url)));
  expect([...files.labels!]).toEqual(labels);
  for (let i = 0; i < 7; i++) expect(Buffer.from((await files.read(i)).bytes)).toEqual(picture(i));
});

test('reads a folder of shards, and a pattern', async () => {
  await mkdir(join(folder, 'shards'));
  for (const i of [0, 1]) await cp(hub, join(folder, 'shards', `${i}.parquet`));
  await writeFile(join(folder, 'shards', 'README.md'), '');
  for (const source of [join(folder, 'shards'), join(folder, 'shards', '{0..1}.parquet')]) {
    const files = await parquetPictures(source);
    expect(files.length).toBe(14);
    expect([...files.labels!]).toEqual([...labels, ...labels]);
    expect(Buffer.from((await files.read(9)).bytes)).toEqual(picture(2));
  }
});

test('reads over HTTP, only what it needs', async () => {
  const bytes = await readFile(hub);
  server.answer = serve(bytes);
  const files = await parquetPictures(`${server.url}/hub.parquet`);
  server.ranges = [];
  await Promise.all([0, 2, 1].map((i) => files.read(i)));
  expect(server.ranges).toHaveLength(1);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(server.ranges[0]!)!;
  expect(Number(to) - Number(from)).toBeLessThan(200);
  await expect(parquetPictures(`${server.url}/hub.parquet`, { image: 'label' })).rejects.toThrow('label of type INT64');
  server.answer = serve(bytes, { ranges: false });
  await expect(parquetPictures(`${server.url}/hub.parquet`)).rejects.toThrow(
    'use a server that answers range requests',
  );
});

test('keeps row groups up to a number of bytes', async () => {
  server.answer = serve(await readFile(hub));
  const reads = async (cacheBytes?: number) => {
    const files = await parquetPictures(`${server.url}/hub.parquet`, { cacheBytes });
    server.ranges = [];
    for (const i of [0, 3, 1, 4]) await files.read(i);
    return server.ranges.length;
  };
  expect(await reads()).toBe(2);
  expect(await reads(0)).toBe(4);
});

test('says what is wrong with a file', async () => {
  const path = join(folder, 'wrong.parquet');
  const bytes = await readFile(hub);
  const reading = (wrong: Uint8Array, options = {}) =>
    writeFile(path, wrong).then(() => parquetPictures(path, options));
  await expect(reading(bytes.subarray(0, 2000))).rejects.toThrow(
    `${path}: expected a Parquet file of pictures, found parquet file invalid (footer != PAR1); check the file`,
  );
  await expect(reading(new Uint8Array())).rejects.toThrow(`${path}: expected a Parquet file of pictures, found`);
  await expect(reading(bytes, { image: 'photo' })).rejects.toThrow(
    'found columns image, label, none of them photo; check',
  );
  await expect(reading(bytes, { label: 'kind' })).rejects.toThrow('found no column kind');
  await expect(reading(bytes, { label: 'image' })).rejects.toThrow(
    'found image of type group instead of INT32 or INT64',
  );
  await expect(parquetPictures(join(folder, 'none.parquet'))).rejects.toThrow(
    'none.parquet: expected a Parquet file, found no such file',
  );
  await expect(parquetPictures([])).rejects.toThrow('sources must name at least one file: got none');
  await mkdir(join(folder, 'empty'));
  await expect(parquetPictures(join(folder, 'empty'))).rejects.toThrow('expected .parquet files, found none');

  const damaged = Buffer.from(bytes).fill(0xff, 4, 200);
  const files = await reading(damaged, {}).catch((error: Error) => error);
  const error = files instanceof Error ? files : await files.read(0).catch((reason: Error) => reason);
  expect((error as Error).message).toMatch(
    /^.*wrong\.parquet at \d+: expected 3 values \(\w+\), found .*; get the file again$/,
  );
});

const python = pythonWith('pyarrow');
const write = `
import json, sys
import pyarrow as pa, pyarrow.parquet as pq
kind, path = sys.argv[1:]
pictures = [bytes([0xff, 0xd8] + [i] * (3 + 5 * i)) for i in range(7)]
labels = [0, 2, 1, 1, 0, 2, 0]
struct = pa.struct([('bytes', pa.binary()), ('path', pa.string())])
image = pa.array([{'bytes': p, 'path': None} for p in pictures], struct)
options = {'row_group_size': 4, 'compression': 'snappy'}
meta = {}
table = {'image': image, 'label': pa.array(labels, pa.int64())}
if kind in ('none', 'gzip', 'brotli', 'zstd', 'lz4'): options['compression'] = kind
if kind == 'plain': options['use_dictionary'] = False
if kind == 'v2': options['data_page_version'] = '2.0'
if kind == 'v2plain': options.update(data_page_version='2.0', use_dictionary=False, compression='none')
if kind == 'pages': options.update(data_page_size=1, write_batch_size=1, row_group_size=7)
if kind == 'fallback': options.update(dictionary_pagesize_limit=1, data_page_size=1, write_batch_size=1)
if kind == 'cifar100':
    table = {'img': image, 'fine_label': pa.array(labels, pa.int32()), 'coarse_label': pa.array([9] * 7, pa.int64())}
    names = lambda *all: {'names': list(all), '_type': 'ClassLabel'}
    features = {'img': {'_type': 'Image'}, 'coarse_label': names(*'0123456789'), 'fine_label': names('a', 'b', 'c')}
    meta = {'huggingface': json.dumps({'info': {'features': features}})}
if kind == 'bytes': table['image'] = pa.array(pictures, pa.binary())
if kind == 'large': table['image'] = pa.array(pictures, pa.large_binary())
if kind == 'required': table = {'image': pa.array(pictures, pa.binary()), 'label': table['label']}
if kind == 'unlabelled': table['label'] = pa.array([-1] * 7, pa.int64())
if kind == 'nolabel': del table['label']
if kind == 'badlabel': table['label'] = pa.array([0, 1, 2, -5, 0, 0, 0], pa.int64())
if kind == 'somelabels': table['label'] = pa.array([0, 1, None, 2, 0, 0, 0], pa.int64())
if kind == 'nopicture': table['image'] = pa.array([{'bytes': None, 'path': 'a.jpg'}, None] + image.to_pylist()[2:], struct)
if kind == 'list': table['image'] = pa.array([[p] for p in pictures], pa.list_(pa.binary()))
if kind == 'delta': options.update(use_dictionary=False, column_encoding={'label': 'DELTA_BINARY_PACKED'})
table = pa.table(table)
if kind == 'required': table = table.cast(pa.schema([pa.field('image', pa.binary(), False), pa.field('label', pa.int64(), False)]))
pq.write_table(table.replace_schema_metadata(meta), path, **options)`;

describe.runIf(python)('files by pyarrow', () => {
  const written = (kind: string) => {
    const path = join(folder, `${kind}.parquet`);
    execFileSync(python!, ['-c', write, kind, path]);
    return parquetPictures(path);
  };

  test.each([
    ...['none', 'gzip', 'brotli', 'zstd', 'lz4', 'plain', 'v2', 'v2plain', 'pages', 'fallback'],
    ...['cifar100', 'bytes', 'large', 'required', 'unlabelled', 'nolabel'],
  ])('%s', async (kind) => {
    const files = await written(kind);
    expect(files.length).toBe(7);
    const unlabelled = kind === 'unlabelled' || kind === 'nolabel';
    expect(files.labels).toEqual(unlabelled ? undefined : Int32Array.from(labels));
    expect(files.classes).toEqual(kind === 'cifar100' ? ['a', 'b', 'c'] : undefined);
    for (let i = 0; i < 7; i++) expect(Buffer.from((await files.read(i)).bytes)).toEqual(picture(i));
  });

  test('says what is wrong with rows', async () => {
    await expect(written('badlabel')).rejects.toThrow('expected labels from 0, found -5 in row 3 of the row group');
    await expect(written('somelabels')).rejects.toThrow(
      'expected a label for every row or for none, found none for row 2',
    );
    await expect(written('list')).rejects.toThrow('found a column image without bytes');
    await expect(written('delta')).rejects.toThrow('found the encoding DELTA_BINARY_PACKED');
    const files = await written('nopicture');
    for (const i of [0, 1]) {
      await expect(files.read(i)).rejects.toThrow(
        'expected the bytes of a picture, found none; embed the pictures in the file',
      );
    }
    expect(Buffer.from((await files.read(2)).bytes)).toEqual(picture(2));
  });
});
