import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

const ingredients = () => ({
  variables: { kernel: tf.variable(tf.tensor2d([[1, 2, 3]])), mean: tf.variable(tf.scalar(4), false) },
  batches: [{ images: Float32Array.of(1, 2), shape: [1, 1, 2, 1] as const, labels: Int32Array.of(3) }],
  options: { steps: 5, pictures: [[1, 2], [0]] },
});

test('the same ingredients have the same fingerprint, which is hexadecimal', async () => {
  const mark = await fingerprint(ingredients());
  expect(mark).toMatch(/^[0-9a-f]{16}$/);
  expect(await fingerprint(ingredients())).toBe(mark);
});

type Ingredients = ReturnType<typeof ingredients>;

test.each<[string, (a: Ingredients) => Ingredients]>([
  ['a weight', (a) => ({ ...a, variables: { ...a.variables, mean: tf.variable(tf.scalar(4.0000005), false) } })],
  ['a path', ({ variables: { kernel, mean }, ...a }) => ({ ...a, variables: { kernel, average: mean } }) as never],
  ['a shape', (a) => ({ ...a, variables: { ...a.variables, kernel: tf.variable(tf.tensor2d([[1], [2], [3]])) } })],
  ['what is trained', (a) => ({ ...a, variables: { ...a.variables, mean: tf.variable(tf.scalar(4)) } })],
  ['a pixel', (a) => ({ ...a, batches: [{ ...a.batches[0]!, images: Float32Array.of(1, 2.5) }] })],
  ['a label', (a) => ({ ...a, batches: [{ ...a.batches[0]!, labels: Int32Array.of(2) }] })],
  ['an option', (a) => ({ ...a, options: { ...a.options, steps: 6 } })],
])('%s changes it', async (_, change) => {
  expect(await fingerprint(change(ingredients()))).not.toBe(await fingerprint(ingredients()));
});
