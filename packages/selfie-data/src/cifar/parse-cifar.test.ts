import { expect, test } from 'vitest';
import { CORNERS, cornerPlanes, cornersOf } from './fixtures/corner-picture.ts';
import { python2Pickle } from './fixtures/python2-pickle.ts';
import { parseCifar10, parseCifar100 } from './parse-cifar.ts';

const corners = cornerPlanes(32);
const numbers = Uint8Array.from({ length: 3072 }, (_, i) => (i * 7) & 255);
const planes = Uint8Array.of(...numbers, ...corners, ...numbers);
const data = { planes, columns: 3072 };

const binary10 = Uint8Array.of(9, ...numbers, 0, ...corners, 3, ...numbers);
const pickle10 = python2Pickle({
  batch_label: 'training batch 1 of 5',
  labels: [9, 0, 3],
  data,
  filenames: ['a', 'b', 'c'],
});
const binary100 = Uint8Array.of(19, 99, ...numbers, 0, 4, ...corners, 7, 0, ...numbers);
const pickle100 = python2Pickle({
  filenames: ['a', 'b', 'c'],
  fine_labels: [99, 4, 0],
  coarse_labels: [19, 0, 7],
  data,
});

test.each([
  ['binary', binary10],
  ['Python', pickle10],
])('reads CIFAR-10, %s version, with red, green and blue in their order', (_, bytes) => {
  const { images, labels, ...rest } = parseCifar10(bytes, 'data_batch_1');
  expect(rest).toEqual({ length: 3, shape: [32, 32, 3], classes: 10 });
  expect(labels).toEqual(Int32Array.of(9, 0, 3));
  expect(cornersOf(images, 32, 1)).toEqual(CORNERS);
  const expected = Array.from({ length: 3072 }, (_, i) => numbers[(i % 3) * 1024 + Math.floor(i / 3)]);
  expect([...images.subarray(0, 3072)]).toEqual(expected);
  expect([...images.subarray(2 * 3072)]).toEqual(expected);
});

test.each([
  ['binary', binary100],
  ['Python', pickle100],
])('reads CIFAR-100, %s version, with fine and coarse labels', (_, bytes) => {
  const fine = parseCifar100(bytes, 'train');
  expect(fine.labels).toEqual(Int32Array.of(99, 4, 0));
  expect(fine.classes).toBe(100);
  expect(cornersOf(fine.images, 32, 1)).toEqual(CORNERS);
  const coarse = parseCifar100(bytes, 'train', { labels: 'coarse' });
  expect(coarse).toEqual({ ...fine, labels: Int32Array.of(19, 0, 7), classes: 20 });
});

const other = 'give the labels of this data set';
const unpack = 'get the file again, and unpack it if it is an archive';

test.each([
  [
    'a binary file that breaks off',
    binary10.subarray(0, 3100),
    `expected pictures of 3073 bytes each, 1 of labels and 3072 of pixels, found 3100 bytes, 27 more than 1 pictures have; ${unpack}`,
  ],
  [
    'an empty file',
    binary10.subarray(0, 0),
    `expected pictures of 3073 bytes each, 1 of labels and 3072 of pixels, found 0 bytes, 0 more than 0 pictures have; ${unpack}`,
  ],
  [
    'a label that is no class',
    binary10.map((byte, i) => (i === 3073 ? 10 : byte)),
    `expected labels from 0 to 9, found 10 for picture 1; ${other}`,
  ],
  [
    'a pickle that breaks off',
    pickle10.subarray(0, 5000),
    'expected 9216 more bytes of a pickle, found only 4776 at byte 219; get the file again',
  ],
  [
    'a pickled label that is no class',
    python2Pickle({ data, labels: [9, -1, 3] }),
    `expected labels from 0 to 9, found -1 for picture 1; ${other}`,
  ],
  [
    'a pickled label that is no number',
    python2Pickle({ data, labels: [9, 'cat', 3] }),
    `expected labels from 0 to 9, found no number for picture 1; ${other}`,
  ],
  [
    'fewer labels than pictures',
    python2Pickle({ data, labels: [9, 3] }),
    'expected 3 labels, one for each picture, found 2; get the file again',
  ],
  ['no labels', python2Pickle({ data }), 'expected a list or array labels, found none; give a batch of this data set'],
  [
    'labels of another data set',
    pickle100,
    'expected a list or array labels, found none; give a batch of this data set',
  ],
  [
    'no pictures',
    python2Pickle({ labels: [1] }),
    'expected a dictionary with an array data, found a dictionary of 1; give a batch of pictures',
  ],
  [
    'pictures as a list',
    python2Pickle({ data: [1], labels: [1] }),
    'expected a dictionary with an array data, found a list of 1; give a batch of pictures',
  ],
  [
    'pictures of another size',
    python2Pickle({ data: { planes, columns: 768 }, labels: [1] }),
    'expected data of unsigned bytes [pictures, 3072], three planes of 32×32 pixels a picture, found |u1 [12, 768]; give pictures of that size',
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => parseCifar10(bytes, 'batch')).toThrow(new Error(`batch: ${message}`));
});

test('refuses a binary file of the other data set', () => {
  expect(() => parseCifar100(binary10, 'batch')).toThrow('batch: expected pictures of 3074 bytes each');
  expect(() => parseCifar100(pickle10, 'batch')).toThrow('batch: expected a list or array fine_labels, found none');
});
