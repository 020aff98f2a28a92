import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { layerNorm } from './layer-norm.ts';

const [b, t, d] = [2, 3, 7] as const;
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const x = normal([b, t, d], 1);
const scale = tf.add(1, tf.mul(normal([d], 2), 0.3));
const shift = normal([d], 3);
const close = (actual: tf.Tensor, expected: ArrayLike<number>, tolerance = 1e-5) =>
  tf.test_util.expectArraysClose(actual.dataSync(), Array.from(expected), tolerance);

/** Layer norm by loops in float64. */
function oracle(epsilon: number): Float64Array {
  const [xs, scales, shifts] = [x.dataSync(), scale.dataSync(), shift.dataSync()];
  const y = new Float64Array(xs.length);
  for (let row = 0; row < b * t; row++) {
    const values = Array.from(xs.subarray(row * d, (row + 1) * d));
    const mean = values.reduce((sum, value) => sum + value) / d;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / d;
    values.forEach((value, i) => {
      y[row * d + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * scales[i]! + shifts[i]!;
    });
  }
  return y;
}

describe('layerNorm', () => {
  it('agrees with loops', () => {
    const y = layerNorm(x, scale, shift, { epsilon: 1e-2 });
    expect(y.shape).toEqual([b, t, d]);
    close(y, oracle(1e-2));
  });

  it('uses an epsilon of 1e-6 unless told otherwise', () => {
    const y = layerNorm(tf.tensor1d([0.001, -0.001]), tf.ones([2]), tf.zeros([2]));
    close(y, [Math.SQRT1_2, -Math.SQRT1_2]);
  });

  it('has the gradients of central differences for x, scale and shift', () => {
    const apply = (a: tf.Tensor, c: tf.Tensor, e: tf.Tensor) => layerNorm(a, c, e);
    for (const error of gradientErrors(apply, [x, scale, shift])) expect(error).toBeLessThan(5e-3);
  });

  it('does not lose digits to a large offset', () => {
    close(layerNorm(tf.add(x, 1000), scale, shift), oracle(1e-6), 1e-3);
  });

  it('does not change with the scale and offset of a row', () => {
    const rows = tf.tensor3d([1, 2, 3, 4, 5, 6], [b, t, 1]);
    close(layerNorm(tf.add(tf.mul(x, rows), rows), scale, shift), oracle(0), 1e-4);
  });

  it('normalises rows apart: one row moves no other', () => {
    const alone = layerNorm(tf.slice(x, [1, 2, 0], [1, 1, d]), scale, shift);
    close(alone, layerNorm(x, scale, shift).dataSync().slice(-d));
  });

  it('leaves no tensors behind', () => {
    const step = () => tf.grads((a, c, e) => layerNorm(a, c, e))([x, scale, shift]);
    tf.dispose(step());
    const before = tf.memory().numTensors;
    tf.dispose(step());
    tf.dispose(layerNorm(x, scale, shift));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says which shape was expected', () => {
    expect(() => layerNorm(x, tf.ones([3]), shift)).toThrow(
      'layerNorm: scale must have shape [7]: got [3]; give one number for each feature of x',
    );
    expect(() => layerNorm(x, scale, tf.ones([3, 7]))).toThrow(
      'layerNorm: shift must have shape [7]: got [3,7]; give one number for each feature of x',
    );
  });
});
