import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { clipGradients } from './clip-gradients.ts';

test('scales all gradients by the same factor, down to the norm', async () => {
  const gradients: Record<string, tf.Tensor> = { a: tf.tensor2d([[3, 0]]), b: tf.scalar(-4) };
  const before = tf.memory().numTensors;
  clipGradients(gradients, 0.5, 5);
  const [a, b] = [await gradients.a!.data(), await gradients.b!.data()];
  expect(a[0]).toBeCloseTo((3 * 0.5) / 5.000001, 7);
  expect(a[1]).toBe(0);
  expect(b[0]).toBeCloseTo((-4 * 0.5) / 5.000001, 7);
  expect(tf.memory().numTensors).toBe(before);
});

test('leaves gradients alone that are not above it', () => {
  const a = tf.tensor1d([3, 4]);
  const gradients = { a };
  clipGradients(gradients, 5.1, 5);
  expect(gradients.a).toBe(a);
});

test('leaves zeros zeros', async () => {
  const gradients = { a: tf.zeros([3]) };
  clipGradients(gradients, 1e-9, 0);
  expect(await gradients.a.data()).toEqual(new Float32Array(3));
});
