import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import { type RunningStatisticsAttrs, type RunningStatisticsInputs, runningStatisticsKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** Mean and variance of each channel, `[c]`. */
export interface Statistics {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/** Options of `runningStatistics`. */
export interface RunningStatisticsOptions {
  /** Numbers of each channel that the batch's statistics are of; at least 2. */
  readonly count: number;
  /** The share of the old statistics, in [0, 1]. @default 0.9 */
  readonly momentum?: number;
}

/**
 * The running statistics of batch norm after one more batch, in one kernel: momentum · running + (1 − momentum) · batch.
 *
 * The batch's variance is biased, as `batchNorm` gives it, and is taken times `count / (count − 1)`, as PyTorch does.
 * It has no gradient, and keeps nothing for one.
 *
 * @throws if shapes differ, or there are fewer than two numbers.
 */
export function runningStatistics(
  running: Statistics,
  batch: Statistics,
  { count, momentum = 0.9 }: RunningStatisticsOptions,
): Statistics {
  const { mean, variance } = running;
  const fix = 'give one number for each channel';
  expectShape('runningStatistics: variance', variance, mean.shape, fix);
  expectShape("runningStatistics: the batch's mean", batch.mean, mean.shape, fix);
  expectShape("runningStatistics: the batch's variance", batch.variance, mean.shape, fix);
  if (!(count >= 2)) throw new Error(`runningStatistics: count is at least 2: got ${count}; use a larger batch`);
  const inputs = { mean, variance, batchMean: batch.mean, batchVariance: batch.variance };
  const [nextMean, nextVariance] = run(operation, inputs, { momentum, correction: count / (count - 1) });
  return { mean: nextMean!, variance: nextVariance! };
}

const operation: Operation<RunningStatisticsInputs<tf.Tensor>, RunningStatisticsAttrs> = {
  kernelName: runningStatisticsKernel,

  composite({ mean, variance, batchMean, batchVariance }, { momentum, correction }) {
    const average = (old: tf.Tensor, latest: tf.Tensor) => tf.add(tf.mul(old, momentum), tf.mul(latest, 1 - momentum));
    return [average(mean, batchMean), average(variance, tf.mul(batchVariance, correction))];
  },
};
