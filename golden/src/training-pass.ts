import * as tf from '@tensorflow/tfjs-core';
import { type ApplyOptions, type Variables, valueAndGradients } from 'selfie-trainer';

/** What one pass in training gives, by our paths; no variable changes. */
export interface TrainingPass {
  readonly output: tf.Tensor;
  readonly loss: tf.Scalar;
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
  /** The running statistics that follow. */
  readonly statistics: Readonly<Record<string, tf.Tensor>>;
}

/** Applies a network as in training and differentiates a loss of its output. */
export function trainingPass<Output extends tf.Tensor>(
  variables: Variables,
  apply: (options: ApplyOptions) => Output,
  lossOf: (output: Output) => tf.Scalar,
): TrainingPass {
  const paths = new Map(Object.entries(variables).map(([path, variable]) => [variable, path]));
  const statistics: Record<string, tf.Tensor> = {};
  const collect = (variable: tf.Variable, next: tf.Tensor) => {
    statistics[paths.get(variable)!] = next;
  };
  let output: Output | undefined;
  const { value: loss, gradients } = valueAndGradients(() => {
    output = tf.keep(apply({ training: true, statistics: collect }));
    return lossOf(output);
  }, variables);
  return { output: output!, loss, gradients, statistics };
}

/** The loss of the fixtures that have a cotangent: `sum(output · cotangent)`, whose gradient at the output is the cotangent. */
export const weightedSum = (cotangent: tf.Tensor) => (output: tf.Tensor) =>
  tf.sum<tf.Scalar>(tf.mul(output, cotangent));
