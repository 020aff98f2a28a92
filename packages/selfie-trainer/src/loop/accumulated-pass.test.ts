import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { pictures, pretraining } from '../../testing/small-runs.ts';
import type { Objective } from '../interfaces.ts';
import { accumulatedPass } from './accumulated-pass.ts';
import { disposePass, forwardBackward, type Pass } from './forward-backward.ts';

const random = { seed: 9, first: 35 };

async function values({ loss, metrics, gradients }: Pass): Promise<Record<string, number[]>> {
  const tensors = Object.entries({ loss, ...metrics, ...gradients });
  return Object.fromEntries(
    await Promise.all(tensors.map(async ([name, tensor]) => [name, [...(await tensor.data())]])),
  );
}

test.each([2, 3, 7])('%d parts give the pass of the whole batch, with its masks and its dropout', async (parts) => {
  const objective = pretraining();
  const batch = pictures(7, 1);
  const before = tf.memory().numTensors;
  const whole = forwardBackward(objective, batch, random);
  const expected = await values(whole);
  disposePass(whole);
  const pass = accumulatedPass(objective, batch, random, parts);
  const got = await values(pass);
  disposePass(pass);
  expect(tf.memory().numTensors).toBe(before);
  expect(Object.keys(got)).toEqual(Object.keys(expected));
  for (const [name, numbers] of Object.entries(expected)) {
    const scale = Math.max(1, ...numbers.map(Math.abs));
    numbers.forEach((number, i) => void expect(Math.abs(got[name]![i]! - number) / scale, name).toBeLessThan(1e-6));
  }
});

/** loss = w · mean(images), a running mean that follows by a tenth; fails at the given call. */
function linear(failing = 0) {
  const w = tf.variable(tf.scalar(2));
  const running = tf.variable(tf.scalar(10), false);
  let calls = 0;
  const objective: Objective = {
    variables: { w, running },
    apply: ({ images }, options) => {
      if (++calls === failing) throw new Error('out of memory');
      const mean = tf.mean<tf.Scalar>(images);
      options?.statistics?.(running, tf.keep(tf.tidy(() => tf.add(tf.mul(running, 0.9), tf.mul(mean, 0.1)))));
      return { loss: tf.mul(w, mean) as tf.Scalar, metrics: { mean } };
    },
    dispose() {},
  };
  return { objective, running };
}

test('weighs each part by its images, running statistics, too', async () => {
  const { objective, running } = linear();
  const batch = { images: Float32Array.of(1, 2, 3, 4, 50), shape: [5, 1, 1, 1] as const };
  const pass = accumulatedPass(objective, batch, random, 2); // 3 and 2 images: means 2 and 27
  const mean = (3 * 2 + 2 * 27) / 5;
  expect((await pass.loss.data())[0]).toBeCloseTo(2 * mean, 5);
  expect((await pass.metrics.mean!.data())[0]).toBeCloseTo(mean, 5);
  expect((await pass.gradients.w!.data())[0]).toBeCloseTo(mean, 5);
  expect((await pass.statistics.get(running)!.data())[0]).toBeCloseTo(0.9 * 10 + 0.1 * mean, 5);
});

test('leaves nothing behind when the objective throws in a later part', () => {
  const { objective } = linear(3);
  const batch = { images: new Float32Array(5), shape: [5, 1, 1, 1] as const };
  const before = tf.memory().numTensors;
  expect(() => accumulatedPass(objective, batch, random, 5)).toThrow('out of memory');
  expect(tf.memory().numTensors).toBe(before);
});
