import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { extractPatches } from './extract-patches.ts';
import { imagePatches } from './image-patches.ts';
import { splitPositions } from './split-positions.ts';

test.each([
  { imageSize: 32, patchSize: 8, count: 16, hidden: 4 },
  { imageSize: 224, patchSize: 32, count: 49, hidden: 12 },
  { imageSize: [20, 21], patchSize: [4, 7], count: 15, hidden: 3 },
] as const)('$imageSize pixels by $patchSize are $count patches, $hidden hidden', ({ count, hidden, ...sizes }) => {
  expect(imagePatches(sizes)).toMatchObject({ count, hidden });
});

test('extracts and splits as its pieces do', () => {
  const patches = imagePatches({ imageSize: [6, 20], patchSize: [3, 4], hidden: 7 });
  expect(patches.grid).toEqual([2, 5]);
  const images = tf.randomUniform([2, 6, 20, 3]) as tf.Tensor4D;
  expect(patches.extract(images).dataSync()).toEqual(extractPatches(images, [3, 4]).dataSync());

  const random = { seed: 5, first: 6 };
  const split = patches.split(3, random);
  const expected = splitPositions({ count: 10, hidden: 7, batch: 3, random });
  expect(split.visible.arraySync()).toEqual(expected.visible.arraySync());
  expect(split.hidden.arraySync()).toEqual(expected.hidden.arraySync());
});

test('refuses what cannot be split', () => {
  expect(() => imagePatches({ imageSize: 8, patchSize: 8 })).toThrow(
    'hidden must hide at least one patch and leave one visible: got 0 of 1; use smaller patches',
  );
  expect(() => imagePatches({ imageSize: 32, patchSize: 8, hidden: 16 })).toThrow('got 16 of 16; use 1 to 15');
});

test('refuses images of another size', () => {
  const patches = imagePatches({ imageSize: [6, 20], patchSize: 2 });
  expect(() => patches.extract(tf.zeros([2, 20, 6, 3]))).toThrow(
    'images of [6, 20] pixels expected: got [20, 6]; crop or resize them, or set imageSize to theirs',
  );
});
