import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { assemblePatches } from './assemble-patches.ts';
import { extractPatches } from './extract-patches.ts';

test.each([
  { size: [6, 20], patch: [3, 4], grid: [2, 5] },
  { size: [14, 21], patch: [7, 7], grid: [2, 3] },
  { size: [5, 3], patch: [1, 3], grid: [5, 1] },
] as const)('undoes the cut of $size into $patch', ({ size, patch, grid }) => {
  const images = tf.randomUniform([2, ...size, 3]) as tf.Tensor4D;
  const again = assemblePatches(extractPatches(images, patch), grid);
  expect(again.shape).toEqual(images.shape);
  expect(again.dataSync()).toEqual(images.dataSync());
});

test('refuses a grid of another size', () => {
  expect(() => assemblePatches(tf.zeros([2, 10, 3, 4, 3]), [3, 4])).toThrow(
    'a grid of 3 × 4 places needs 12 patches: got 10; use the grid that the images were cut by',
  );
});

test('keeps nothing but its images', () => {
  const patches = tf.zeros([2, 6, 3, 4, 3]) as tf.Tensor5D;
  const before = tf.memory().numTensors;
  assemblePatches(patches, [2, 3]).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
