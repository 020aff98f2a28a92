import * as tf from '@tensorflow/tfjs-core';

/** Computes scalars in a `tf.tidy`, and reads all their values back from the backend in one go. */
export async function readScalars(compute: () => tf.Scalar[]): Promise<number[]> {
  const stacked = tf.tidy(() => tf.stack(compute()));
  try {
    return [...(await stacked.data())];
  } finally {
    stacked.dispose();
  }
}
