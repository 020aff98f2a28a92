import * as tf from '@tensorflow/tfjs-core';

/**
 * Gives a function that frees what one step of a backward pass has read: gradients that came in, and saved tensors.
 *
 * The engine frees them only when the whole pass is done, which doubles the memory of training; each is read by one step
 * alone. Left alone are a gradient that the caller of `tf.grad` gave, which belongs to another scope, and everything in
 * a pass inside of another, which may read saved tensors again.
 */
export function releaser(dys: readonly tf.Tensor[], saved: readonly tf.Tensor[]): () => void {
  const { gradientDepth, activeScope } = tf.engine().state;
  if (gradientDepth > 0) return () => {};
  return () => {
    tf.dispose(dys.filter((dy) => !dy.kept && dy.scopeId === activeScope?.id));
    tf.dispose([...saved]);
  };
}
