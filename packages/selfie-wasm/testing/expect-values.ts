import type * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Expects a tensor of this shape and exactly these values, NaN among them; the sign of zero does not count. */
export function expectValues(actual: tf.Tensor, shape: readonly number[], values: ArrayLike<number>): void {
  expectWithin(actual, shape, values, 0);
}

/** Expects every value to be off by at most `tolerance`, and by so much of it where it is larger than 1. */
export function expectWithin(
  actual: tf.Tensor,
  shape: readonly number[],
  values: ArrayLike<number>,
  tolerance: number,
): void {
  expectEach(actual, shape, values, (value) => tolerance * Math.max(1, Math.abs(value)));
}

/** Expects every value to be off by at most `tolerance` of itself, and by `besides`: by default, where float32 is coarser. */
export function expectRelatively(
  actual: tf.Tensor,
  shape: readonly number[],
  values: ArrayLike<number>,
  tolerance: number,
  besides = 1e-44,
): void {
  expectEach(actual, shape, values, (value) => tolerance * Math.abs(value) + besides);
}

/** Expects every value to be off by at most what is allowed of it; NaN and infinities must be the same. */
function expectEach(
  actual: tf.Tensor,
  shape: readonly number[],
  values: ArrayLike<number>,
  allowed: (expected: number) => number,
): void {
  expect(actual.shape).toEqual(shape);
  const got = actual.dataSync();
  expect(got.length).toBe(values.length);
  for (let i = 0; i < got.length; i++) {
    const [a, b] = [got[i]!, values[i]!];
    const same = a === b || (Number.isNaN(a) && Number.isNaN(b));
    if (same || (Number.isFinite(b) && Math.abs(a - b) <= allowed(b))) continue;
    expect.fail(`value ${i} of [${shape}] is ${a}, expected ${b}: ${Math.abs(a / b - 1)} of it away`);
  }
}
