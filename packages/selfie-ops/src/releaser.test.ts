import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gelu } from './gelu.ts';

/** A chain of `depth` operations on n values. */
const chain = (x: tf.Tensor, depth: number): tf.Tensor => (depth === 0 ? x : chain(gelu(x), depth - 1));

/** The most bytes that were alive while the gradient kernels of a chain ran. */
function peak(depth: number, n: number): number {
  const kernel = tf.getKernel('SelfieGeluGrad', tf.getBackend());
  const { kernelFunc } = kernel;
  let most = 0;
  kernel.kernelFunc = (given) => {
    most = Math.max(most, tf.memory().numBytes);
    return kernelFunc(given);
  };
  const before = tf.memory().numBytes;
  tf.dispose(tf.grad((x) => tf.sum(chain(x, depth)))(tf.zeros([n])));
  kernel.kernelFunc = kernelFunc;
  return most - before;
}

describe('a backward pass', () => {
  it('frees what a step has read before the next one', () => {
    tf.dispose(tf.grad((x) => tf.sum(gelu(x)))(tf.zeros([3])));
    const n = 1000;
    const perStep = (peak(12, n) - peak(2, n)) / 10;
    expect(perStep).toBeLessThanOrEqual(4 * n * 1.01); // what the forward pass saves, and no gradient besides
  });

  it('leaves the gradient that the caller gives, and every tensor outside', () => {
    const x = tf.tensor1d([1, 2]);
    const dy = tf.tensor1d([3, 5]);
    const before = tf.memory().numTensors;
    tf.dispose(tf.grad((v) => gelu(v))(x, dy));
    expect(tf.memory().numTensors).toBe(before);
    expect(Array.from(dy.dataSync())).toEqual([3, 5]);
    expect(Array.from(x.dataSync())).toEqual([1, 2]);
  });

  it('may hold another one', () => {
    const x = tf.tensor1d([0.5, -1]);
    const f = (v: tf.Tensor) => tf.sum(tf.mul(tf.grad((u) => tf.sum(gelu(u)))(tf.tensor1d([2, 3])), gelu(v)));
    expect(() => tf.dispose(tf.grad(f)(x))).not.toThrow();
  });
});
