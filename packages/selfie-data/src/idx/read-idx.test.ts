import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readIdx, readIdxImages } from './read-idx.ts';

const pictures = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 2);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  await writeFile(join(folder, 'pictures'), gzipSync(pictures));
  await writeFile(join(folder, 'labels.gz'), labels);
  await writeFile(join(folder, 'cut'), pictures.subarray(0, 20));
});
afterAll(() => rm(folder, { recursive: true }));

test('reads files, whatever their names say of gzip', async () => {
  const paths = { images: join(folder, 'pictures'), labels: join(folder, 'labels.gz') };
  const data = await readIdxImages({ ...paths, classes: 3 });
  expect(data).toMatchObject({ length: 2, shape: [1, 3, 1], classes: 3 });
  expect([...data.images]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...data.labels]).toEqual([1, 2]);
  expect((await readIdxImages({ images: paths.images })).labels).toBeUndefined();
});

test('names the file that is missing', async () => {
  const path = join(folder, 'missing');
  await expect(readIdx(path)).rejects.toThrow(
    new Error(`${path}: expected an IDX file, found no such file; check the path`),
  );
});

test('names a folder', async () => {
  await expect(readIdx(folder)).rejects.toThrow(
    new Error(`${folder}: expected an IDX file, found a folder; give the file in it`),
  );
});

test('names what cannot be read for another reason', async () => {
  const path = join(folder, 'labels.gz', 'inside');
  await expect(readIdx(path)).rejects.toThrow(`${path}: expected an IDX file, found what cannot be read (ENOTDIR`);
});

test('names the file that is cut off', async () => {
  const path = join(folder, 'cut');
  await expect(readIdxImages({ images: path })).rejects.toThrow(
    new Error(`${path}: expected 6 values after the header for dimensions [2, 1, 3], found only 4; get the file again`),
  );
});
