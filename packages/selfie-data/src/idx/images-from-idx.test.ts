import { expect, test } from 'vitest';
import { imagesFromIdx } from './images-from-idx.ts';

const images = { name: 'pictures', shape: [3, 5, 7], values: Uint8Array.from({ length: 105 }, (_, i) => i) };
const labels = { name: 'labels', shape: [3], values: Uint8Array.of(0, 9, 4) };

test('gives pictures of one channel with their labels', () => {
  const data = imagesFromIdx({ images, labels });
  expect(data).toEqual({ length: 3, shape: [5, 7, 1], images: images.values, labels: labels.values, classes: 10 });
});

test('gives pictures without labels', () => {
  expect(imagesFromIdx({ images })).toEqual({ length: 3, shape: [5, 7, 1], images: images.values });
});

test.each([
  [
    { images: labels, labels },
    'labels: expected dimensions [pictures, height, width], found [3]; check which file is of pictures and which of labels',
  ],
  [
    { images, labels: images },
    'pictures: expected dimensions [labels], found [3, 5, 7]; check which file is of pictures and which of labels',
  ],
  [
    { images, labels: { name: 'labels', shape: [2], values: Uint8Array.of(0, 1) } },
    'labels: expected 3 labels, one for each picture of pictures, found 2; give the labels of the same pictures',
  ],
  [
    { images, labels, classes: 9 },
    'labels: expected labels from 0 to 8, found 9 for picture 1; correct the file or the number of classes',
  ],
])('refuses files that do not belong together (%#)', (sources, message) => {
  expect(() => imagesFromIdx(sources)).toThrow(new Error(message));
});
