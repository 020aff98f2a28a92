import * as tf from '@tensorflow/tfjs-core';
import { type RunningStatisticsAttrs, type RunningStatisticsInputs, runningStatisticsKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';

export const runningStatistics = floatKernel<RunningStatisticsInputs, RunningStatisticsAttrs>(
  runningStatisticsKernel,
  (backend, { mean, variance, batchMean, batchVariance }, { momentum, correction }) => {
    const next = [backend.output(mean.shape), backend.output(mean.shape)];
    backend.threads.runHere(
      'runningStatistics',
      1,
      ...[mean, variance, batchMean, batchVariance, ...next].map((tensor) => backend.address(tensor)),
      tf.util.sizeFromShape(mean.shape),
      ...[momentum, 1 - momentum, correction],
    );
    return next;
  },
);
