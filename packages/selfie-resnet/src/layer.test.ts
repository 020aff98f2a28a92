import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type ApplyOptions, sequence } from './layer.ts';

const x = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);

test('applies layers in order, with the options', () => {
  const seen: ApplyOptions[] = [];
  const layer = (next: (map: tf.Tensor4D) => tf.Tensor) => (map: tf.Tensor4D, options: ApplyOptions) => {
    seen.push(options);
    return next(map) as tf.Tensor4D;
  };
  const options = { training: true };
  const y = sequence([layer((map) => tf.mul(map, 10)), layer((map) => tf.add(map, 1))])(x, options);
  expect([...y.dataSync()]).toEqual([11, 21, 31]);
  expect(seen).toEqual([options, options]);
});

test('frees every map but the first and the last, while it runs', () => {
  const before = tf.memory().numTensors;
  const alive: number[] = [];
  const layer = (map: tf.Tensor4D): tf.Tensor4D => {
    alive.push(tf.memory().numTensors - before);
    return tf.mul(tf.add(map, 1), 2);
  };
  sequence([layer, layer, layer])(x, {}).dispose();
  expect(alive).toEqual([0, 1, 1]);
  expect(x.isDisposed).toBe(false);
  expect(tf.memory().numTensors).toBe(before);
});
