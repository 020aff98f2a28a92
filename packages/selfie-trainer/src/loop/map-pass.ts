import type * as tf from '@tensorflow/tfjs-core';
import type { Pass } from './forward-backward.ts';

/** A pass made of another's tensors by a function: loss, metrics, gradients and statistics, each in their order. */
export function mapPass({ loss, metrics, gradients, statistics }: Pass, f: (tensor: tf.Tensor) => tf.Tensor): Pass {
  return {
    loss: f(loss) as tf.Scalar,
    metrics: mapped(metrics, f) as Record<string, tf.Scalar>,
    gradients: mapped(gradients, f),
    statistics: new Map([...statistics].map(([variable, next]) => [variable, f(next)])),
  };
}

function mapped(tensors: Readonly<Record<string, tf.Tensor>>, f: (tensor: tf.Tensor) => tf.Tensor) {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor)]));
}
