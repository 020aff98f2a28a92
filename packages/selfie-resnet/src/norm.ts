import * as tf from '@tensorflow/tfjs-core';
import { batchNorm, frozenBatchNorm, runningStatistics } from 'selfie-ops';
import type { ApplyOptions } from './layer.ts';
import type { VariableMaker } from './owner.ts';

/** Added to the variance, as in PyTorch. */
export const epsilon = 1e-5;
/** The share of the old value in a new running statistic. */
export const momentum = 0.9;

/** Normalises a map `[b, h, w, c]`, adds the residual if there is one, and ends with the activation. */
export type Norm = (x: tf.Tensor4D, options: ApplyOptions, residual?: tf.Tensor4D) => tf.Tensor4D;

/**
 * Batch norm: y = activation(scale · (x − mean) / √(variance + 1e-5) + shift + residual), each channel by itself.
 *
 * In training the mean and (biased) variance are the batch's own, and the running ones are to become
 * 0.9 · old + 0.1 · batch, with the unbiased variance. In evaluation they are the running ones, and so they are in training
 * while `scale` is not trainable: a frozen norm keeps its running statistics. The variables are `scale`, `shift` and, not
 * trainable, `mean` and `variance`, all `[channels]`; they start at 1, 0, 0 and 1.
 *
 * @param activation what follows the normalisation and the residual.
 */
export function norm(make: VariableMaker, path: string, channels: number, activation: 'none' | 'relu'): Norm {
  const scale = make.constant(`${path}/scale`, channels, 1);
  const shift = make.constant(`${path}/shift`, channels, 0);
  const mean = make.constant(`${path}/mean`, channels, 0, false);
  const variance = make.constant(`${path}/variance`, channels, 1, false);

  return (x, { training = false, statistics }, residual) => {
    if (!training || !scale.trainable) {
      return frozenBatchNorm(x, { mean, variance }, scale, shift, { epsilon, activation, residual });
    }
    const count = x.size / channels;
    if (count < 2) {
      throw new Error(
        `batch norm ${path} needs two values of each channel in training: got ${count} of shape [${x.shape.join(', ')}]; ` +
          'use a larger batch or larger images',
      );
    }
    const batch = batchNorm(x, scale, shift, { epsilon, activation, residual });
    if (statistics !== undefined) {
      const next = runningStatistics({ mean, variance }, batch, { count, momentum });
      statistics(mean, tf.keep(next.mean));
      statistics(variance, tf.keep(next.variance));
    }
    return batch.y;
  };
}
