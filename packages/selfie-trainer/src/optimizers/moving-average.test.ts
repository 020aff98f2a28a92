import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import { movingAverage } from './moving-average.ts';

const variables = () => ({
  'a/kernel': tf.variable(tf.tensor1d(numbers(5))),
  'a/mean': tf.variable(tf.scalar(1), false),
});

test('averages weights and running statistics by the recurrence, from their first values', async () => {
  const given = variables();
  const average = movingAverage({ variables: given, decay: 0.9 });
  expect(Object.keys(average.slots)).toEqual(['a/kernel', 'a/mean']);
  const expected = Float64Array.from(numbers(5));
  let mean = 1;
  for (let step = 0; step < 20; step++) {
    given['a/kernel'].assign(tf.tensor1d(numbers(5, step)));
    given['a/mean'].assign(tf.scalar(step));
    average.update();
    numbers(5, step).forEach((w, i) => {
      expected[i] = 0.9 * expected[i]! + 0.1 * w;
    });
    mean = 0.9 * mean + 0.1 * step;
  }
  tf.test_util.expectArraysClose(await average.slots['a/kernel']!.data(), Float32Array.from(expected), 1e-6);
  tf.test_util.expectArraysClose(await average.slots['a/mean']!.data(), [mean], 1e-5);
});

test('stands still where the variables do, whatever the decay', async () => {
  const given = variables();
  const average = movingAverage({ variables: given });
  for (let step = 0; step < 50; step++) average.update();
  expect(await average.slots['a/kernel']!.data()).toEqual(numbers(5));
  const without = movingAverage({ variables: given, decay: 0 });
  given['a/mean'].assign(tf.scalar(7));
  without.update();
  expect(await without.slots['a/mean']!.data()).toEqual(Float32Array.of(7));
});

test('lends the averages to the variables while a function runs, without a copy', async () => {
  const given = variables();
  const average = movingAverage({ variables: given, decay: 0.5 });
  given['a/mean'].assign(tf.scalar(3));
  average.update();
  const before = tf.memory();
  const seen = await average.withAverages(async () => {
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(average.inUse).toBe(true);
    expect(() => average.update()).toThrow(
      'the averages cannot be updated: the averages stand in the variables; await withAverages() first',
    );
    await expect(average.withAverages(() => {})).rejects.toThrow('the averages cannot be used twice at once: ');
    return [await given['a/mean'].data(), await average.slots['a/mean']!.data()];
  });
  expect(seen).toEqual([Float32Array.of(2), Float32Array.of(2)]);
  expect(tf.memory()).toEqual(before);
  expect(average.inUse).toBe(false);
  expect(given['a/kernel'].trainable).toBe(true);
  expect(await given['a/mean'].data()).toEqual(Float32Array.of(3));
  average.update();
  expect(await average.slots['a/mean']!.data()).toEqual(Float32Array.of(2.5));
});

test('gives the variables their own values again when the function throws', async () => {
  const given = variables();
  const average = movingAverage({ variables: given, decay: 0.5 });
  given['a/mean'].assign(tf.scalar(3));
  average.update();
  const before = tf.memory();
  const failing = average.withAverages(() => {
    throw new Error('no pictures');
  });
  await expect(failing).rejects.toThrow('no pictures');
  expect(await given['a/mean'].data()).toEqual(Float32Array.of(3));
  expect(tf.memory()).toEqual(before);
  expect(await average.withAverages(() => given['a/mean'].data())).toEqual(Float32Array.of(2));
});

test('holds one tensor a variable, which has values of its own from the first update on', () => {
  const given = variables();
  const before = tf.memory();
  const average = movingAverage({ variables: given });
  expect(tf.memory().numTensors).toBe(before.numTensors + 2);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  for (let step = 0; step < 3; step++) average.update();
  expect(tf.memory().numTensors).toBe(before.numTensors + 2);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 2);
  average.dispose();
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  expect(given['a/kernel'].isDisposed).toBe(false);
});

test('describes itself', () => {
  expect(movingAverage({ variables: {}, decay: 0.5 }).describe()).toEqual({ name: 'movingAverage', decay: 0.5 });
});

test('says what is out of range', () => {
  expect(() => movingAverage({ variables: {}, decay: 1 })).toThrow('decay lies in [0, 1): got 1');
});
