import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { gelu } from './gelu.ts';

const x = tf.tensor2d([-4, -2, -1, -0.5, -0.1, 0, 0.1, 0.3, 0.5, 1, 2, 4, -0.7517915, 7, -7], [3, 5]);
const close = (actual: tf.Tensor, expected: number[], tolerance: number) =>
  tf.test_util.expectArraysClose(actual.dataSync(), expected, tolerance);

/** erf by its Maclaurin series, in float64. */
function erf(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 1; k < 200; k++) {
    term *= -(z * z) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

describe('gelu', () => {
  it('is x · Φ(x) with the error function itself, not the approximation by tanh', () => {
    const y = gelu(x);
    expect(y.shape).toEqual([3, 5]);
    close(
      y,
      Array.from(x.dataSync(), (value) => (value * (1 + erf(value / Math.SQRT2))) / 2),
      2e-6,
    );
  });

  it('has the values of a normal table', () => {
    close(gelu(tf.tensor1d([0, 1, -1, 2])), [0, 0.8413447, -0.1586553, 1.9544997], 2e-6);
  });

  it('differs from its mirror by x: gelu(x) − gelu(−x) = x', () => {
    close(tf.sub(gelu(x), gelu(tf.neg(x))), Array.from(x.dataSync()), 2e-6);
  });

  it('has the gradient of central differences, and half at 0', () => {
    expect(gradientErrors(gelu, [x])[0]).toBeLessThan(1e-3);
    close(tf.grad((input) => gelu(input))(tf.scalar(0)), [0.5], 1e-6);
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    tf.dispose(tf.grad((input) => gelu(input))(x));
    tf.dispose(gelu(x));
    expect(tf.memory().numTensors).toBe(before);
  });
});
