import * as tf from '@tensorflow/tfjs-core';
import { type FlattenInputs, flattenKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/**
 * The numbers of all tensors, float32, one after another `[n]`, in one kernel: for what is to be done to all gradients at
 * once. It has no gradient.
 *
 * @throws if there is no tensor.
 */
export function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  if (tensors.length === 0) throw new Error('flatten: expected at least one tensor, got none');
  return run(operation, tensors, {})[0] as tf.Tensor1D;
}

const operation: Operation<FlattenInputs<tf.Tensor>, object> = {
  kernelName: flattenKernel,
  composite: (inputs) => tf.concat(Object.values(inputs).map((tensor) => tf.reshape(tensor, [tensor.size]))),
};
