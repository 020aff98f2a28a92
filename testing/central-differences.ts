import * as tf from '@tensorflow/tfjs-core';

/**
 * How far the gradients of f are from central differences, for each input: max |gradient − quotient| / max |quotient|.
 *
 * f's output `[...]` is summed with fixed weights of its own shape, so that no two of its numbers count alike.
 */
export function gradientErrors(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], step = 1e-2): number[] {
  const output = f(...inputs);
  const cotangent = Float32Array.from({ length: output.size }, (_, i) => Math.cos(1 + 1.7 * i));
  const gradients = tf.grads(f)(inputs, tf.tensor(cotangent, output.shape));
  const errors = inputs.map((input, which) => {
    const values = Float32Array.from(input.dataSync());
    const sumWith = (i: number, value: number) => {
      const y = tf.tidy(() => f(...inputs.with(which, tf.tensor(values.with(i, value), input.shape))));
      const sum = Array.from(y.dataSync()).reduce((total, number, j) => total + number * cotangent[j]!, 0);
      y.dispose();
      return sum;
    };
    const quotients = Array.from(values, (x, i) => {
      const [above, below] = [Math.fround(x + step), Math.fround(x - step)];
      return (sumWith(i, above) - sumWith(i, below)) / (above - below);
    });
    const gradient = gradients[which]!.dataSync();
    const largest = Math.max(...quotients.map(Math.abs));
    return Math.max(...quotients.map((quotient, i) => Math.abs(quotient - gradient[i]!))) / largest;
  });
  tf.dispose([output, gradients]);
  return errors;
}
