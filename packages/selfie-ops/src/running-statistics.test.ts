import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { batchNorm } from './batch-norm.ts';
import { runningStatistics } from './running-statistics.ts';

const running = { mean: tf.tensor1d([3, 20, -1]), variance: tf.tensor1d([4, 100, 0.25]) };
const x = tf.tensor2d([1, 10, 2, 2, 30, 2, 4, 20, 5, 9, 80, -1], [4, 3]);
const { mean, variance } = batchNorm(x, tf.ones([3]), tf.zeros([3]));

it('goes a tenth of the way to the mean and the unbiased variance of the batch', () => {
  const next = runningStatistics(running, { mean, variance }, { count: 4 });
  // means 4, 35, 2; sums of squared distances 38, 2900, 18
  const close = (tensor: tf.Tensor, values: number[]) =>
    tf.test_util.expectArraysClose(tensor.dataSync(), values, 1e-4);
  close(next.mean, [0.9 * 3 + 0.4, 0.9 * 20 + 3.5, -0.9 + 0.2]);
  close(next.variance, [0.9 * 4 + 3.8 / 3, 0.9 * 100 + 290 / 3, 0.9 * 0.25 + 1.8 / 3]);
});

it('keeps the old ones with momentum 1, and takes the batch’s with 0', () => {
  const still = runningStatistics(running, { mean, variance }, { count: 4, momentum: 1 });
  expect(still.mean.arraySync()).toEqual(running.mean.arraySync());
  expect(still.variance.arraySync()).toEqual(running.variance.arraySync());
  const latest = runningStatistics(running, { mean, variance }, { count: 3, momentum: 0 });
  expect(latest.mean.arraySync()).toEqual(mean.arraySync());
  expect(latest.variance.arraySync()).toEqual(tf.mul(variance, 1.5).arraySync());
});

it('has the bits of multiplications and additions one by one', () => {
  const expected = tf.add(tf.mul(running.mean, 0.9), tf.mul(mean, 1 - 0.9)).dataSync();
  expect(runningStatistics(running, { mean, variance }, { count: 4 }).mean.dataSync()).toEqual(expected);
  const unbiased = tf.mul(tf.mul(variance, 4 / 3), 1 - 0.9);
  expect(runningStatistics(running, { mean, variance }, { count: 4 }).variance.dataSync()).toEqual(
    tf.add(tf.mul(running.variance, 0.9), unbiased).dataSync(),
  );
});

it('keeps nothing for a gradient', () => {
  const alive: number[] = [];
  tf.grad((w) => {
    const before = tf.memory().numTensors;
    runningStatistics(running, { mean, variance }, { count: 4 });
    alive.push(tf.memory().numTensors - before);
    return tf.square(w);
  })(tf.scalar(2));
  expect(alive).toEqual([2]);
});

it('refuses statistics of other channels, and of a single number', () => {
  expect(() => runningStatistics(running, { mean: tf.zeros([2]), variance }, { count: 4 })).toThrow(
    "runningStatistics: the batch's mean",
  );
  expect(() => runningStatistics({ ...running, variance: tf.zeros([2]) }, { mean, variance }, { count: 4 })).toThrow(
    'runningStatistics: variance',
  );
  expect(() => runningStatistics(running, { mean, variance }, { count: 1 })).toThrow(
    'runningStatistics: count is at least 2: got 1; use a larger batch',
  );
});
