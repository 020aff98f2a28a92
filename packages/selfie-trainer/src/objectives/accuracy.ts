import * as tf from '@tensorflow/tfjs-core';

/** The fraction of logits `[..., classes]` whose largest stands at the label `[...]` (int32; its shape may broadcast). */
export function accuracy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(logits, -1), labels), 'float32')) as tf.Scalar);
}
