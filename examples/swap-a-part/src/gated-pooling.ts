import * as tf from '@tensorflow/tfjs-core';
import type { PoolingHead, PositionEmbedding } from 'selfie-trainer';

/**
 * A pooling head in a few lines: a weighted mean of the patches at their positions, `[b, n, d]` to `[b, d]`, where a
 * learned vector tells how much each patch counts (Ilse, Tomczak, Welling 2018, without their hidden layer).
 */
export function gatedPooling({ size, positions }: { size: number; positions: PositionEmbedding }): PoolingHead {
  const gate = tf.tidy(() => tf.variable(tf.zeros([size]))); // all patches count the same at first
  return {
    variables: { gate },
    apply: (features, at) =>
      tf.tidy(() => {
        const placed = tf.add(features, positions.apply(at)); // [b, n, d]
        const weights = tf.softmax(tf.sum(tf.mul(placed, gate), -1)); // [b, n]
        return tf.sum(tf.mul(placed, tf.expandDims(weights, -1)), 1); // [b, d]
      }),
    dispose: () => gate.dispose(),
  };
}
