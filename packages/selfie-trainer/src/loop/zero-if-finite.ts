import * as tf from '@tensorflow/tfjs-core';
import { flatten } from 'selfie-ops';

/** 0 if every number of these tensors is finite, NaN if one is not: the sum of all numbers times 0, which no number is too large for. */
export function zeroIfFinite(tensors: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => {
    if (tensors.length === 0) return tf.scalar(0);
    return tf.sum<tf.Scalar>(tf.mul(flatten(tensors), 0));
  });
}
