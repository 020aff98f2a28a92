import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { startBackend } from './start-backend.ts';

/** The bytes of all that is computed, one tensor behind the other. */
export function bitsOf(compute: () => tf.Tensor[]): Buffer {
  return tf.tidy(() => Buffer.concat(compute().map((tensor) => Buffer.from(tensor.dataSync().slice().buffer))));
}

/** Expects the bits that the backend in use gives of new backends with 2 to 5 threads and, at last, with one. */
export async function expectSameBitsOnThreads(compute: () => tf.Tensor[]): Promise<void> {
  const expected = bitsOf(compute);
  for (const threads of [2, 3, 4, 5, 1]) {
    startBackend(threads);
    for (let i = 0; i < 3; i++) {
      expect(bitsOf(compute).equals(expected)).toBe(true);
      await setTimeout(50); // workers join by and by
    }
  }
}
