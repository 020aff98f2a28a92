import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

/** Tensors of ones, each as large as there is still room for, down to `least` values: until memory is full. */
function fillMemory(least: number): tf.Tensor[] {
  const tensors: tf.Tensor[] = [];
  for (let size = 2 ** 29; size >= least; ) {
    try {
      tensors.push(tf.fill([size], 1));
    } catch (error) {
      expect((error as Error).message).toMatch(/^selfie-wasm: no memory for a float32 tensor/);
      size /= 2;
    }
  }
  return tensors;
}

describe('memory of 4 GiB', () => {
  it('can be used to its end, and again', () => {
    for (let round = 0; round < 2; round++) {
      const room = tf.fill([65_536], 1);
      const tensors = fillMemory(16);
      tf.dispose(room);
      const sums = tensors.map((tensor) => tf.tidy(() => tf.sum(tensor).dataSync()[0]!));
      expect(sums).toEqual(tensors.map(({ size }) => size));
      expect(tf.memory().numBytes).toBeGreaterThan(4.2e9);
      tf.dispose(tensors);
    }
    expect(tf.memory().numTensors).toBe(0);
  });
});
