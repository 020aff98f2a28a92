import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { TensorData } from '../safetensors/tensor-data.ts';
import { assignVariables } from './assign-variables.ts';
import { readVariables } from './read-variables.ts';

const variables = () => ({
  'stem/kernel': tf.variable(tf.tensor2d([[0, 0, 0]])),
  mean: tf.variable(tf.scalar(0), false),
});

const floats = (shape: number[], ...data: number[]): TensorData => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
});

test("takes a file's tensors by path", async () => {
  const target = variables();
  const before = tf.memory().numTensors;
  const source = { 'stem/kernel': floats([1, 3], 1, 2, 3), mean: floats([], 4) };
  assignVariables(target, source);
  expect(await readVariables(target)).toEqual(source);
  expect(tf.memory().numTensors).toBe(before);
  source['stem/kernel'].data.fill(9); // the variables do not share the array
  expect(await target['stem/kernel'].data()).toEqual(Float32Array.of(1, 2, 3));
});

test('takes what stands under a prefix, and leaves the rest', async () => {
  const target = variables();
  const source = {
    'patchNetwork/stem/kernel': floats([1, 3], 1, 2, 3),
    'patchNetwork/mean': floats([], 4),
    'pool/u0': floats([5], 1, 1, 1, 1, 1),
  };
  assignVariables(target, source, { prefix: 'patchNetwork/' });
  expect(await target['stem/kernel'].data()).toEqual(Float32Array.of(1, 2, 3));
  expect(await target.mean.data()).toEqual(Float32Array.of(4));
});

test('takes other variables, and goes its own way afterwards', async () => {
  const [target, source] = [variables(), variables()];
  source.mean.assign(tf.scalar(6));
  assignVariables(target, source);
  source.mean.assign(tf.scalar(7));
  expect(await target.mean.data()).toEqual(Float32Array.of(6));
});

test('lists what does not match, and then changes nothing', async () => {
  const target = { ...variables(), bias: tf.variable(tf.scalar(1)) };
  const source: Record<string, TensorData> = {
    'p/mean': { dtype: 'int32', shape: [], data: Int32Array.of(1) },
    'p/stem/kernel': floats([3], 1, 2, 3),
    'p/extra': floats([], 1),
    other: floats([], 1),
  };
  expect(() => assignVariables(target, source, { prefix: 'p/' })).toThrow(
    'the tensors under p/ and the variables do not match; missing: bias; unexpected: extra; ' +
      'different: stem/kernel (expected float32 [1, 3], got float32 [3]), mean (expected float32 [], got int32 []); ' +
      'were they made with the same options?',
  );
  expect(await target['stem/kernel'].data()).toEqual(new Float32Array(3));
  expect(() => assignVariables({}, { x: floats([], 1) })).toThrow(
    'the tensors and the variables do not match; unexpected: x; were they made with the same options?',
  );
});

test('lists a name that every object has, and a name of many lines on one', () => {
  const source = Object.fromEntries(['constructor', '__proto__', 'a\nb'].map((name) => [name, floats([], 1)]));
  expect(() => assignVariables({}, source)).toThrow('unexpected: constructor, __proto__, a\\nb;');
});
