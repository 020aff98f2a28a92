import * as tf from '@tensorflow/tfjs-core';
import type { Objective, Random } from '../interfaces.ts';
import type { ArrayBatch } from './array-batch.ts';
import { disposePass, forwardBackward, type Pass } from './forward-backward.ts';
import { splitBatch } from './split-batch.ts';

/**
 * The pass of a batch, taken in `parts` one after the other and averaged over images; no variable changes.
 *
 * Each image keeps the random stream that it has in the whole batch.
 */
export function accumulatedPass(objective: Objective, batch: ArrayBatch, random: Random, parts: number): Pass {
  const split = splitBatch(batch, parts);
  if (split.length === 1) return forwardBackward(objective, batch, random);
  const sums = {
    loss: new Map<'loss', tf.Tensor>(),
    metrics: new Map<string, tf.Tensor>(),
    gradients: new Map<string, tf.Tensor>(),
    statistics: new Map<tf.Variable, tf.Tensor>(),
  };
  try {
    for (const part of split) {
      const share = part.batch.shape[0] / batch.shape[0];
      const pass = forwardBackward(objective, part.batch, { seed: random.seed, first: random.first + part.first });
      try {
        add(sums.loss, [['loss', pass.loss]], share);
        add(sums.metrics, Object.entries(pass.metrics), share);
        add(sums.gradients, Object.entries(pass.gradients), share);
        add(sums.statistics, pass.statistics, share);
      } finally {
        disposePass(pass);
      }
    }
  } catch (error) {
    for (const map of Object.values(sums)) tf.dispose([...map.values()]);
    throw error;
  }
  return {
    loss: sums.loss.get('loss') as tf.Scalar,
    metrics: Object.fromEntries(sums.metrics) as Record<string, tf.Scalar>,
    gradients: Object.fromEntries(sums.gradients),
    statistics: sums.statistics,
  };
}

/** Adds share · tensor to each sum so far, in its place. */
function add<Key>(sums: Map<Key, tf.Tensor>, tensors: Iterable<readonly [Key, tf.Tensor]>, share: number): void {
  for (const [key, tensor] of tensors) {
    const sum = sums.get(key);
    const next = tf.tidy(() => (sum ? tf.add(sum, tf.mul(tensor, share)) : tf.mul(tensor, share)));
    sum?.dispose();
    sums.set(key, next);
  }
}
