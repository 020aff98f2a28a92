import * as tf from '@tensorflow/tfjs-core';
import {
  type BatchNormAttrs,
  type BatchNormGradInputs,
  type BatchNormInputs,
  batchNormGradKernel,
  batchNormKernel,
} from 'selfie-ops';

/** What tfjs-node's backend offers besides kernels: any operation of TensorFlow. */
interface TensorFlow {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_FLOAT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL', number>>;
  executeMultipleOutputs(name: string, attrs: object[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

/** Registers batch norm for tfjs-node as TensorFlow's own training kernels `[b, h, w, c]`, which tfjs-node leaves unused. */
export function registerFusedBatchNorm(): void {
  const backendName = 'tensorflow';
  tf.registerKernel({
    kernelName: batchNormKernel,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => forward(inputs as never, attrs as unknown as BatchNormAttrs)),
  });
  tf.registerKernel({
    kernelName: batchNormGradKernel,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => backward(inputs as never, attrs as unknown as BatchNormAttrs)),
  });
}

function forward({ x, scale, shift, residual }: BatchNormInputs<tf.Tensor>, attrs: BatchNormAttrs): tf.Tensor[] {
  const none = tf.tensor1d([]); // no running statistics
  const inputs = [x, scale, shift, none, none];
  // What is kept for the gradient are the mean and, on a CPU, the biased variance.
  const [normalised, , , mean, variance] = execute('FusedBatchNormV3', inputs, attrs, 6);
  const sum = residual ? tf.add(normalised!, residual) : normalised!;
  return [attrs.activation === 'relu' ? tf.relu(sum) : sum, mean!, variance!];
}

function backward(
  { dy, x, y, scale, mean, variance }: BatchNormGradInputs<tf.Tensor>,
  attrs: BatchNormAttrs,
): tf.Tensor[] {
  const dsum = attrs.activation === 'relu' ? tf.mul(dy, tf.step(y)) : dy;
  const inputs = [dsum, x, scale, mean, variance, tf.tensor1d([])];
  const gradients = execute('FusedBatchNormGradV3', inputs, attrs, 5).slice(0, 3);
  return attrs.residual ? [...gradients, tf.clone(dsum)] : gradients;
}

function execute(name: string, inputs: tf.Tensor[], { epsilon }: BatchNormAttrs, outputs: number): tf.Tensor[] {
  const tensorFlow = tf.backend() as unknown as TensorFlow;
  const { TF_ATTR_TYPE, TF_FLOAT, TF_ATTR_FLOAT, TF_ATTR_BOOL } = tensorFlow.binding;
  const attrs = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'U', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon },
    { name: 'is_training', type: TF_ATTR_BOOL, value: true },
  ];
  return tensorFlow.executeMultipleOutputs(name, attrs, inputs, outputs);
}
