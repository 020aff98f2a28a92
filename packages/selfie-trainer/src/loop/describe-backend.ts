import * as tf from '@tensorflow/tfjs-core';

/** The current backend's name and, where it says so, whether multiply and add are rounded once or twice. */
export function describeBackend(): string {
  const { describe } = tf.backend() as { describe?: () => { fused?: boolean } };
  const fused = describe?.call(tf.backend()).fused;
  if (fused === undefined) return tf.getBackend();
  return `${tf.getBackend()}, multiply-add ${fused ? 'fused' : 'not fused'}`;
}
