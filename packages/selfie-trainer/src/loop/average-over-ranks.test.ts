import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { inProcessCommunicators } from '../communication/in-process-communicators.ts';
import type { Communicator } from '../interfaces.ts';
import { averageOverRanks } from './average-over-ranks.ts';
import { disposePass, type Pass } from './forward-backward.ts';

const running = tf.variable(tf.tensor1d([0, 0, 0]), false);

const passOf = (x: number): Pass => ({
  loss: tf.scalar(x),
  metrics: { accuracy: tf.scalar(x / 10) },
  gradients: { a: tf.tensor2d([[x, 2 * x]]), b: tf.scalar(-x) },
  statistics: new Map([[running, tf.tensor1d([x, 0, x * x])]]),
});

test('averages over images, and one who stops stops all', async () => {
  const before = tf.memory().numTensors;
  const steps = await Promise.all(
    inProcessCommunicators(2).map((communicator) =>
      averageOverRanks(
        communicator,
        communicator.rank === 0
          ? { pass: passOf(5), pictures: 3, stop: false }
          : { pass: passOf(-7), pictures: 1, stop: true },
      ),
    ),
  );
  for (const { pass, pictures, stop } of steps) {
    expect({ pictures, stop }).toEqual({ pictures: 4, stop: true });
    expect(await pass.loss.data()).toEqual(Float32Array.of(2)); // (3 · 5 − 7) / 4
    expect((await pass.metrics.accuracy!.data())[0]).toBeCloseTo(0.2, 7);
    expect(pass.gradients.a!.shape).toEqual([1, 2]);
    expect(await pass.gradients.a!.data()).toEqual(Float32Array.of(2, 4));
    expect(await pass.gradients.b!.data()).toEqual(Float32Array.of(-2));
    expect(await pass.statistics.get(running)!.data()).toEqual(Float32Array.of(2, 0, 31));
    disposePass(pass);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('one rank keeps what it has', async () => {
  const step = { pass: passOf(1), pictures: 3, stop: false };
  expect(await averageOverRanks(inProcessCommunicators(1)[0]!, step)).toBe(step);
  disposePass(step.pass);
});

test('leaves nothing behind when the communicator fails', async () => {
  const before = tf.memory().numTensors;
  const cut: Communicator = {
    rank: 0,
    size: 2,
    allReduce: () => Promise.reject(new Error('the line is cut')),
    broadcast() {},
    barrier() {},
  };
  const step = { pass: passOf(1), pictures: 3, stop: false };
  await expect(averageOverRanks(cut, step)).rejects.toThrow('the line is cut');
  expect(tf.memory().numTensors).toBe(before);
});
