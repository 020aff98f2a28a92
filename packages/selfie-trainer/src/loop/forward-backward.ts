import * as tf from '@tensorflow/tfjs-core';
import type { Objective, Random } from '../interfaces.ts';
import { type ArrayBatch, toTensors } from './array-batch.ts';
import { valueAndGradients } from './gradients.ts';

/** What one batch gives; all tensors are the caller's to dispose. */
export interface Pass {
  readonly loss: tf.Scalar;
  readonly metrics: Readonly<Record<string, tf.Scalar>>;
  /** By the trainable variables' paths. */
  readonly gradients: Record<string, tf.Tensor>;
  /** The running statistics that this batch leads to, not yet assigned. */
  readonly statistics: ReadonlyMap<tf.Variable, tf.Tensor>;
}

/** Applies an objective to a batch as in training and differentiates its loss; no variable changes. */
export function forwardBackward(objective: Objective, batch: ArrayBatch, random: Random): Pass {
  const statistics = new Map<tf.Variable, tf.Tensor>();
  const metrics: Record<string, tf.Scalar> = {};
  const collect = (variable: tf.Variable, next: tf.Tensor) => {
    statistics.get(variable)?.dispose();
    statistics.set(variable, tf.keep(next));
  };
  try {
    const { value: loss, gradients } = valueAndGradients(() => {
      const result = objective.apply(toTensors(batch), { training: true, random, statistics: collect });
      for (const [name, metric] of Object.entries(result.metrics)) metrics[name] = tf.keep(metric);
      return result.loss;
    }, objective.variables);
    return { loss, metrics, gradients, statistics };
  } catch (error) {
    disposePass({ metrics, statistics });
    throw error;
  }
}

/** Disposes what a pass holds. */
export function disposePass({ statistics, ...tensors }: Partial<Pass>): void {
  tf.dispose([tensors, ...(statistics?.values() ?? [])]);
}
