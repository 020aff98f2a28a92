import * as tf from '@tensorflow/tfjs-core';

/** Computes a tensor in a `tf.tidy` and reads its values back from the backend. */
export async function read<T extends Float32Array | Int32Array = Float32Array>(compute: () => tf.Tensor): Promise<T> {
  const tensor = tf.tidy(compute);
  try {
    return (await tensor.data()) as T;
  } finally {
    tensor.dispose();
  }
}
