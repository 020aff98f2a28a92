import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { permuted, type TensorData } from './tensor-data.ts';

test.each([
  [[5], [0]],
  [
    [3, 5],
    [1, 0],
  ],
  [
    [2, 3, 5, 7],
    [2, 3, 1, 0],
  ],
  [
    [2, 3, 5, 7],
    [3, 2, 0, 1],
  ],
])('a tensor %j in the order %j is its transpose', (shape, order) => {
  const data = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => i);
  const expected = tf.transpose(tf.tensor(data, shape), order);
  const result = permuted({ dtype: 'float32', data, shape }, order);
  expect(result).toEqual({ dtype: 'float32', shape: expected.shape, data: expected.dataSync() });
  expect(data[1]).toBe(1);
});

test('keeps the type, and has an array of its own', () => {
  const tensor: TensorData = { dtype: 'int32', data: Int32Array.of(4, 2), shape: [2] };
  const result = permuted(tensor, [0]);
  expect(result).toEqual(tensor);
  expect(result.data).not.toBe(tensor.data);
});
