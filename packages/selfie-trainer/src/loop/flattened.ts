import * as tf from '@tensorflow/tfjs-core';

/** The numbers of all tensors, one after another `[n]`: for one kernel over all, as one a tensor costs more in small networks. */
export function flattened(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size])));
}
