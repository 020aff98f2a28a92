import * as tf from '@tensorflow/tfjs-core';

/** f's output, and its gradients by all inputs for a cotangent in which no two numbers are alike. */
export function valueAndGradients(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(() => {
    const shape = f(...inputs).shape;
    const cotangent = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.cos(1 + 1.7 * i));
    const { value, grads } = tf.valueAndGrads(f)(inputs, tf.tensor(cotangent, shape));
    return [value, ...grads];
  });
}
