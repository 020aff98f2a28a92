import * as tf from '@tensorflow/tfjs-core';
import { parameterCount } from 'selfie-resnet';
import type { Variables } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { pictureClassifier, pretrainingTask } from './networks.ts';

const startingWith = (variables: Variables, ...prefixes: string[]): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([path]) => prefixes.some((prefix) => path.startsWith(prefix))));

const same = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => tf.all(tf.equal(a, b)).dataSync()[0] === 1);

test('the pretraining task has the patch network of 77,104 parameters, and each variable once', () => {
  const task = pretrainingTask('literal', 0);
  const patchNetwork = startingWith(task.variables, 'patchNetwork/');
  expect(parameterCount(patchNetwork)).toBe(77_104);
  expect(task.variables['positions/table'] ?? task.variables['pool/positions/table']).toMatchObject({
    shape: [16, 64],
  });
  const all = Object.values(task.variables);
  expect(new Set(all).size).toBe(all.length);
  task.dispose();
});

test('the arms of a seed differ in the trunk and in nothing else', () => {
  const task = pretrainingTask('literal', 0);
  const supervised = pictureClassifier(5);
  const selfie = pictureClassifier(5, task.variables);
  const kernels = (variables: Variables) =>
    Object.entries(variables).filter(([path]) => path.endsWith('kernel') || path.endsWith('bias'));
  const grown = (path: string) => path.startsWith('stage4/') || path.startsWith('classifier/');

  expect(Object.keys(selfie.variables)).toEqual(Object.keys(supervised.variables));
  expect(supervised.variables['stage4/block1/conv1/kernel']!.shape).toEqual([3, 3, 64, 128]);
  for (const [path, variable] of kernels(selfie.variables)) {
    expect([path, same(variable, supervised.variables[path]!)]).toEqual([path, grown(path)]);
    if (!grown(path)) expect(same(variable, task.variables[`patchNetwork/${path}`]!)).toBe(true);
  }
  for (const part of [task, supervised, selfie]) part.dispose();
});

test('nothing is left behind', () => {
  const before = tf.memory().numTensors;
  const task = pretrainingTask('query', 1);
  pictureClassifier(1, task.variables).dispose();
  task.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
