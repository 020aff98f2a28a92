import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { average } from './average.ts';

const map = tf.tensor4d(
  Array.from({ length: 2 * 3 * 5 * 7 }, (_, i) => Math.sin(i * i)),
  [2, 3, 5, 7],
);

it('is the mean of each channel', () => {
  const values = map.arraySync();
  average(map)
    .arraySync()
    .forEach((channels, b) => {
      channels.forEach((mean, d) => {
        const pixels = values[b]!.flat().map((pixel) => pixel[d]!);
        expect(mean).toBeCloseTo(pixels.reduce((sum, x) => sum + x) / 15, 6);
      });
    });
});

it('has the gradient of tf.mean, bit for bit, and the second one', () => {
  const gradient = (f: (x: tf.Tensor4D) => tf.Tensor) => (x: tf.Tensor) =>
    tf.grad((y) => tf.sum(tf.square(f(y as tf.Tensor4D))))(x);
  const ours = gradient(average);
  const stock = gradient((x) => tf.mean(x, [1, 2]));
  expect(ours(map).dataSync()).toEqual(stock(map).dataSync());
  const second = (g: typeof ours) =>
    Array.from(
      tf
        .grad((x) => tf.sum(tf.square(g(x))))(map)
        .dataSync(),
    );
  const expected = second(stock);
  for (const [i, value] of second(ours).entries()) expect(value).toBeCloseTo(expected[i]!, 7);
});

it('keeps nothing of the map for the backward pass', () => {
  const tensors = tf.tidy(() => {
    let alive = 0;
    tf.grad((x) => {
      const before = tf.memory().numTensors;
      const y = average(tf.neg(x as tf.Tensor4D));
      alive = tf.memory().numTensors - before;
      return tf.sum(y);
    })(map);
    return alive;
  });
  expect(tensors).toBe(2); // the negative and its average
});
