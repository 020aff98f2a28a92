import * as tf from '@tensorflow/tfjs-core';

/** Whether what runs now is recorded for differentiation. */
export function isRecorded(): boolean {
  const { gradientDepth, kernelDepth } = tf.engine().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/**
 * Keeps tensors for the gradient of the operation that was recorded last; the engine frees them after the backward pass.
 *
 * The engine's own way clones each with a kernel call and an entry on the tape, which were half of all kernel calls of a small
 * training step. An entry is needed only where a gradient is itself differentiated; elsewhere one more reference to the
 * values does.
 */
export function keepForGradient(tensors: readonly tf.Tensor[]): void {
  const { activeTape, gradientDepth } = tf.engine().state;
  const reference = gradientDepth > 1 ? tf.clone : sameValues;
  const { saved } = activeTape.at(-1)!;
  for (const tensor of tensors) saved!.push(tf.keep(reference(tensor)));
}

/** Another tensor with the same values, not recorded for differentiation. */
function sameValues({ dataId, shape, dtype }: tf.Tensor): tf.Tensor {
  const backend = tf.backend();
  backend.incRef(dataId);
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }, backend);
}
