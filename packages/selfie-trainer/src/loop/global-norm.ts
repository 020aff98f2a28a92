import * as tf from '@tensorflow/tfjs-core';

/** The Euclidean norm of all tensors together; it is finite only if every number in them is. */
export function globalNorm(tensors: Readonly<Record<string, tf.Tensor>>): tf.Scalar {
  return tf.tidy(() => {
    const all = tf.concat(Object.values(tensors).map((tensor) => tf.reshape(tensor, [tensor.size])));
    return tf.sqrt(tf.sum<tf.Scalar>(tf.square(all))); // one pass over all: a kernel a tensor costs more in small networks
  });
}
