import * as tf from '@tensorflow/tfjs-core';
import { flatten } from 'selfie-ops';

/** The Euclidean norm of all tensors together; it is finite only if every number in them is. */
export function globalNorm(tensors: Readonly<Record<string, tf.Tensor>>): tf.Scalar {
  return tf.tidy(() => tf.sqrt(tf.sum<tf.Scalar>(tf.square(flatten(Object.values(tensors))))));
}
