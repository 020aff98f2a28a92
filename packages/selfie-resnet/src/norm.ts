import * as tf from '@tensorflow/tfjs-core';
import { type Activation, batchNorm, frozenBatchNorm, runningStatistics } from 'selfie-ops';
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
 */
export function norm(make: VariableMaker, path: string, channels: number, activation: Activation): Norm {
  const variables = normVariables(make, path, channels);
  return (x, options, residual) => {
    if (!isFrozen(variables, options)) return normaliseBatch(x, variables, activation, options, residual);
    const { scale, shift } = variables;
    return frozenBatchNorm(x, variables, scale, shift, { epsilon, activation, residual });
  };
}

/** What a norm owns, and where. */
export interface NormVariables extends Record<'scale' | 'shift' | 'mean' | 'variance', tf.Variable<tf.Rank.R1>> {
  readonly path: string;
}

export function normVariables(make: VariableMaker, path: string, channels: number): NormVariables {
  return {
    path,
    scale: make.constant(`${path}/scale`, channels, 1),
    shift: make.constant(`${path}/shift`, channels, 0),
    mean: make.constant(`${path}/mean`, channels, 0, false),
    variance: make.constant(`${path}/variance`, channels, 1, false),
  };
}

/** Whether a norm goes by its running statistics. */
export function isFrozen({ scale }: NormVariables, { training = false }: ApplyOptions): boolean {
  return !training || !scale.trainable;
}

/** Normalises by the batch's own statistics, and hands over what the running ones are to become. */
export function normaliseBatch(
  x: tf.Tensor4D,
  { path, scale, shift, mean, variance }: NormVariables,
  activation: Activation,
  { statistics }: ApplyOptions,
  residual?: tf.Tensor4D,
): tf.Tensor4D {
  const count = x.size / scale.size;
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
}
