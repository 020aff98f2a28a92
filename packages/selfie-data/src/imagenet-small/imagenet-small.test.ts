import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CORNERS, cornerPlanes, cornersOf } from '../cifar/fixtures/corner-picture.ts';
import { python2Pickle } from '../cifar/fixtures/python2-pickle.ts';
import { npzFile } from '../npy/fixtures/npz-files.ts';
import { zipOf } from '../npy/fixtures/zip-of.ts';
import { pickleFile } from '../pickle/fixtures/pickles.ts';
import { parseImageNetSmall } from './parse-imagenet-small.ts';
import { readImageNetSmall } from './read-imagenet-small.ts';

const root = mkdtempSync(join(tmpdir(), 'selfie-data-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Red, green, blue and (90, 91, 92); then the numbers of three planes of four. */
const images = [255, 0, 0, 0, 255, 0, 0, 0, 255, 90, 91, 92, 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11];
const expected = { shape: [2, 2, 3], classes: 1000 };

/** An npy file, by the format's definition. */
function npy(values: Uint8Array, type: string, shape: readonly number[]): Uint8Array {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`;
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0, ...Buffer.from(header), ...values]);
}

test.each([
  ['stored npz', npzFile('stored')],
  ['npz with four dimensions', npzFile('planes4')],
  ['pickle of protocol 2', pickleFile('protocol2')],
  ['pickle of protocol 3', pickleFile('protocol3')],
  ['pickle of protocol 5', pickleFile('protocol5')],
])('reads a %s, with red, green and blue in their order and labels from 0', async (_, bytes) => {
  const data = await parseImageNetSmall(bytes, 'batch', { side: 2 });
  expect(data).toMatchObject({ ...expected, length: 2, labels: Int32Array.of(0, 999) });
  expect([...data.images]).toEqual(images);
});

test('reads a deflated npz', async () => {
  const data = await parseImageNetSmall(npzFile('deflated'), 'batch', { side: 2 });
  expect(data.length).toBe(100);
  expect([...data.images]).toEqual(Array.from({ length: 50 }, () => images).flat());
});

test.each([8, 16, 32, 64])('reads the picture with coloured corners, side %i', async (side) => {
  const planes = cornerPlanes(side);
  const shape = [2, 3 * side * side];
  const both = Uint8Array.of(...planes.map((byte) => 255 - byte), ...planes);
  const npz = zipOf({
    'labels.npy': npy(Uint8Array.of(1, 0, 232, 3), '<u2', [2]),
    'data.npy': npy(both, '|u1', shape),
  });
  const pickle = python2Pickle({ data: { planes: both, columns: shape[1]! }, labels: [1, 1000] });
  for (const bytes of [npz, pickle]) {
    const data = await parseImageNetSmall(bytes, 'batch', { side });
    expect(data).toMatchObject({ length: 2, shape: [side, side, 3], labels: Int32Array.of(0, 999) });
    expect(cornersOf(data.images, side, 1)).toEqual(CORNERS);
  }
});

test('reads a folder of batches into one array', async () => {
  writeFileSync(join(root, 'train_data_batch_1'), pickleFile('protocol3'));
  writeFileSync(join(root, 'train_data_batch_2.npz'), npzFile('deflated'));
  writeFileSync(join(root, 'train_data_batch_10.npz'), npzFile('stored'));
  writeFileSync(join(root, 'val_data'), pickleFile('protocol4'));
  const train = await readImageNetSmall(root, { side: 2, batches: [1, 2, 10] });
  expect(train).toMatchObject({ ...expected, length: 104 });
  expect([...train.images]).toEqual(Array.from({ length: 52 }, () => images).flat());
  expect([...train.labels]).toEqual(Array.from({ length: 52 }, () => [0, 999]).flat());
  expect(await readImageNetSmall(root, { side: 2, split: 'validation' })).toMatchObject({ ...expected, length: 2 });
});

test('names the batch that is missing', async () => {
  await expect(readImageNetSmall(root, { side: 2 })).rejects.toThrow(
    new Error(
      `${root}: expected train_data_batch_3.npz or train_data_batch_3, found neither; ` +
        'unpack the data set there, or say which batches you have',
    ),
  );
  await expect(readImageNetSmall(join(root, 'none'), { side: 2, split: 'validation' })).rejects.toThrow(
    new Error(`${join(root, 'none')}: expected val_data.npz or val_data, found neither; unpack the data set there`),
  );
});

test.each([
  [
    'pictures of another size',
    npzFile('stored'),
    32,
    'batch: expected data of unsigned bytes [pictures, 3072], three planes of 32×32 pixels a picture, found |u1 [2, 12]; give pictures of that size',
  ],
  [
    'pickled pictures of another size',
    pickleFile('protocol4'),
    1,
    'batch: expected data of unsigned bytes [pictures, 3], three planes of 1×1 pixels a picture, found |u1 [2, 12]; give pictures of that size',
  ],
  [
    'floats',
    npzFile('floats'),
    2,
    'batch: expected data of unsigned bytes [pictures, 12], three planes of 2×2 pixels a picture, found <f4 [2, 12]; give pictures of that size',
  ],
  [
    'pickled pictures',
    npzFile('objects'),
    2,
    'batch (data.npy): expected booleans, integers or floats of 32 or 64 bits, found Python objects (type |O), which could run code; save the array as numbers',
  ],
  [
    'pickled labels',
    npzFile('objectLabels'),
    2,
    'batch (labels.npy): expected booleans, integers or floats of 32 or 64 bits, found Python objects (type |O), which could run code; save the array as numbers',
  ],
  [
    'no labels',
    npzFile('unlabelled'),
    2,
    'batch: expected an array labels, found data; save it with numpy.savez(file, labels=…)',
  ],
  [
    'fewer labels',
    npzFile('fewerLabels'),
    2,
    'batch: expected 2 labels, one for each picture, found 1; get the file again',
  ],
  [
    'a label out of range',
    npzFile('wrongLabel'),
    2,
    'batch: expected labels from 1 to 1000, found 0 for picture 0; give the labels of this data set',
  ],
  [
    'another file',
    Uint8Array.of(1, 2, 3),
    2,
    'batch: expected a zip file (npz), found no end of a zip directory in the last 3 of 3 bytes; get the file again',
  ],
])('refuses %s', async (_, bytes, side, message) => {
  await expect(parseImageNetSmall(bytes, 'batch', { side })).rejects.toThrow(new Error(message));
});

test('refuses batches without pictures', async () => {
  const file = zipOf({
    'data.npy': npy(new Uint8Array(0), '|u1', [0, 12]),
    'labels.npy': npy(new Uint8Array(0), '|u1', [0]),
  });
  await expect(parseImageNetSmall(file, 'batch', { side: 2 })).rejects.toThrow(
    new Error('batch: expected pictures, found none; get the file again'),
  );
});

test.each([0, 2.5, 257, Number.NaN])('refuses side %d', async (side) => {
  const message = `side must be a whole number of pixels from 1 to 256: got ${side}; use 16, 32 or 64`;
  await expect(parseImageNetSmall(new Uint8Array(0), 'batch', { side })).rejects.toThrow(new RangeError(message));
  await expect(readImageNetSmall(root, { side })).rejects.toThrow(new RangeError(message));
});

test('refuses a split that there is not', async () => {
  await expect(readImageNetSmall('none', { side: 16, split: 'test' as 'train' })).rejects.toThrow(
    "split must be 'train' or 'validation': got \"test\"; use one of them",
  );
});
