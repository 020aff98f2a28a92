import { expect, test } from 'vitest';
import { concatenate } from './concatenate.ts';

const data = (values: number[], labels: number[]) => ({
  length: labels.length,
  shape: [1, 2, 1] as const,
  images: Uint8Array.from(values),
  labels: Uint8Array.from(labels),
  classes: 3,
});
const first = data([1, 2], [0]);
const second = data([3, 4, 5, 6], [2, 1]);

test('puts data sets one behind the other', () => {
  expect(concatenate([first, second, first])).toEqual({
    length: 4,
    shape: [1, 2, 1],
    images: Uint8Array.of(1, 2, 3, 4, 5, 6, 1, 2),
    labels: Int32Array.of(0, 2, 1, 0),
    classes: 3,
  });
});

test('goes without labels', () => {
  const { labels, classes, ...pictures } = second;
  expect(concatenate([pictures])).toEqual(pictures);
});

test.each([
  [[], 'concatenate needs at least one data set: got none; give some'],
  [
    [first, { ...second, shape: [2, 1, 1] as const }],
    'all data sets must be like the first: got [2, 1, 1] with labels of 3 classes at index 1, where the first is [1, 2, 1] with labels of 3 classes; give those that belong together',
  ],
  [
    [{ ...first, labels: undefined, classes: undefined }, second],
    'all data sets must be like the first: got [1, 2, 1] with labels of 3 classes at index 1, where the first is [1, 2, 1] with no labels; give those that belong together',
  ],
])('refuses what does not belong together (%#)', (datasets, message) => {
  expect(() => concatenate<import('./dataset.ts').ImageDataset>(datasets)).toThrow(new RangeError(message));
});
