import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { extractPatches } from './extract-patches.ts';

test('patch n of [height, width] holds the pixels of its rectangle, row by row', () => {
  const images = tf.reshape(tf.range(0, 2 * 6 * 20 * 3), [2, 6, 20, 3]) as tf.Tensor4D;
  const patches = extractPatches(images, [3, 4]);
  expect(patches.shape).toEqual([2, 10, 3, 4, 3]);
  for (let n = 0; n < 10; n++) {
    const place = [0, Math.floor(n / 5) * 3, (n % 5) * 4, 0];
    const cut = tf.slice(images, place, [2, 3, 4, 3]);
    expect(tf.gather(patches, n, 1).dataSync()).toEqual(cut.dataSync());
  }
});

test('gives each pixel the gradient of its place in the patches', () => {
  const images = tf.zeros([2, 6, 10, 3]) as tf.Tensor4D;
  const weights = tf.reshape(tf.range(0, 2 * 6 * 10 * 3), [2, 6, 10, 3]) as tf.Tensor4D;
  const gradient = tf.grad((x) =>
    tf.sum(tf.mul(extractPatches(x as tf.Tensor4D, [3, 5]), extractPatches(weights, [3, 5]))),
  );
  expect(gradient(images).dataSync()).toEqual(weights.dataSync());
});

test('refuses a patch that does not divide these images', () => {
  expect(() => extractPatches(tf.zeros([1, 32, 48, 3]), 7)).toThrow(
    'patchSize 7 does not divide the image: got [32, 48] pixels; use a divisor of both, e.g. 8',
  );
});

test('keeps nothing but its patches', () => {
  const images = tf.zeros([2, 6, 10, 3]) as tf.Tensor4D;
  const before = tf.memory().numTensors;
  extractPatches(images, 2).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
