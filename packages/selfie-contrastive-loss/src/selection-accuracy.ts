import * as tf from '@tensorflow/tfjs-core';

/**
 * The share of hidden positions that choose their own patch, from logits `[b, m, m]`: a scalar in [0, 1].
 *
 * A position chooses the candidate of its largest logit, the first of several. Chance is 1 / m.
 */
export function selectionAccuracy(logits: tf.Tensor3D): tf.Scalar {
  return tf.tidy(() => {
    const chosen = tf.argMax(logits, 2); // [b, m]
    const own = tf.range(0, logits.shape[1], 1, 'int32'); // [m]
    return tf.mean(tf.cast(tf.equal(chosen, own), 'float32'));
  });
}
