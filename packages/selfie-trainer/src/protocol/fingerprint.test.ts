import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { ApplyOptions } from '../interfaces.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import { digestPictures, fingerprint } from './fingerprint.ts';

/** A classifier into four classes that multiplies two pixels by a kernel; in training it changes its logits by `noise`. */
function ingredients() {
  const variables: Record<string, tf.Variable> = {
    kernel: tf.variable(tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 9], [2, 4])),
    mean: tf.variable(tf.scalar(4), false),
  };
  return {
    variables,
    noise: (logits: tf.Tensor2D, _options: ApplyOptions): tf.Tensor2D => logits,
    batch: { images: Float32Array.of(1, 2), shape: [1, 1, 2, 1] as const, labels: Int32Array.of(3) },
    pictures: ['a', 'b'],
    options: { steps: 5, indices: [[1, 2], [0]] },
  };
}

type Ingredients = ReturnType<typeof ingredients>;

function marked({ variables, noise, ...rest }: Ingredients): Promise<string> {
  const apply = (images: tf.Tensor4D, options: ApplyOptions = {}) => {
    const kernel = tf.reshape(variables.kernel!, [2, 4]);
    const logits = tf.matMul(tf.reshape(images, [-1, 2]), kernel) as tf.Tensor2D;
    return options.training ? noise(logits, options) : logits;
  };
  return fingerprint({ ...rest, classifier: { variables, apply, dispose() {} } });
}

test('the same ingredients have the same fingerprint, which is hexadecimal', async () => {
  const mark = await marked(ingredients());
  expect(mark).toMatch(/^[0-9a-f]{16}$/);
  expect(await marked(ingredients())).toBe(mark);
});

test.each<[string, (a: Ingredients) => Ingredients]>([
  ['a weight', (a) => ({ ...a, variables: { ...a.variables, mean: tf.variable(tf.scalar(4.0000005), false) } })],
  ['a path', ({ variables: { mean, ...others }, ...a }) => ({ ...a, variables: { ...others, average: mean! } })],
  [
    'a shape',
    (a) => ({ ...a, variables: { ...a.variables, kernel: tf.variable(tf.reshape(a.variables.kernel!, [4, 2])) } }),
  ],
  ['what is trained', (a) => ({ ...a, variables: { ...a.variables, mean: tf.variable(tf.scalar(4)) } })],
  ['a pixel', (a) => ({ ...a, batch: { ...a.batch, images: Float32Array.of(1, 2.0000002) } })],
  ['a label', (a) => ({ ...a, batch: { ...a.batch, labels: Int32Array.of(2) } })],
  ['other pictures', (a) => ({ ...a, pictures: ['a', 'c'] })],
  ['an option', (a) => ({ ...a, options: { ...a.options, steps: 6 } })],
  ['what is done in training', (a) => ({ ...a, noise: (logits) => tf.mul(logits, 0.9) })],
  [
    'dropout',
    (a) => ({ ...a, noise: (logits, { random }) => tf.dropout(logits, 0.5, undefined, random!.seed) as tf.Tensor2D }),
  ],
])('%s changes it', async (_, change) => {
  expect(await marked(change(ingredients()))).not.toBe(await marked(ingredients()));
});

test('a training loss that does not repeat leaves it as it is', async () => {
  let calls = 0;
  const drawing = () => ({
    ...ingredients(),
    noise: (logits: tf.Tensor2D) => tf.mul(logits, 1 / ++calls) as tf.Tensor2D,
  });
  expect(await marked(drawing())).toBe(await marked(drawing()));
  expect(calls).toBe(4);
});

test('leaves nothing behind', async () => {
  const some = ingredients();
  const before = tf.memory().numTensors;
  await marked(some);
  expect(tf.memory().numTensors).toBe(before);
});

describe('the digest of pictures', () => {
  const batch = (images: number[], labels: number[]): ArrayBatch => ({
    ...{ images: Float32Array.from(images), shape: [labels.length, 1, 1, 1], labels: Int32Array.from(labels) },
  });
  const batches = () => [batch([1, 2], [0, 1]), batch([3], [2])];

  test.each([
    ['a pixel', [batch([1, 2], [0, 1]), batch([3.0000002], [2])]],
    ['a label', [batch([1, 2], [0, 1]), batch([3], [1])]],
    ['the order', [batch([2, 1], [1, 0]), batch([3], [2])]],
    ['another picture', [...batches(), batch([3], [2])]],
    ['fewer', batches().slice(0, 1)],
    ['none', []],
  ])('is another with %s', async (_, others) => {
    expect(await digestPictures(others)).not.toBe(await digestPictures(batches()));
    expect(await digestPictures(batches())).toBe(await digestPictures(batches()));
  });
});
