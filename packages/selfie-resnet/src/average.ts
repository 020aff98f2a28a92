import * as tf from '@tensorflow/tfjs-core';

/**
 * The average of each channel over a map: `[b, h, w, d]` to `[b, d]`.
 *
 * `tf.mean` holds on to the map for its gradient, and multiplies that by as many ones. Here it is dy / (h · w) at every
 * pixel, the same to the bit.
 */
export const average = tf.customGrad((map, _save) => {
  const [b, h, w, d] = (map as tf.Tensor4D).shape;
  return {
    value: tf.mean(map as tf.Tensor, [1, 2]),
    gradFunc: (dy: tf.Tensor) => tf.tile(tf.reshape(tf.div(dy, h * w), [b, 1, 1, d]), [1, h, w, 1]),
  };
}) as (map: tf.Tensor4D) => tf.Tensor2D;
