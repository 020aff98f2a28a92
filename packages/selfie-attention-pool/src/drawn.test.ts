import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { drawn } from './drawn.ts';

it('draws from a normal of σ 0.02, cut at 2σ', () => {
  const values = Array.from(drawn('block1/hidden/kernel', [70, 50], 0).dataSync());
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.04);
  expect(Math.abs(mean)).toBeLessThan(0.001);
  expect(deviation).toBeCloseTo(0.02 * 0.8796, 3); // a normal cut at 2σ has the deviation 0.8796 σ
});

it('depends on seed and path, and on nothing else', () => {
  const values = (path: string, seed: number) => Array.from(drawn(path, [3, 5], seed).dataSync());
  expect(values('u0', 1)).toEqual(values('u0', 1));
  expect(values('u0', 1)).not.toEqual(values('u0', 2));
  expect(values('u0', 1)).not.toEqual(values('block1/output/kernel', 1));
});

it('keeps one tensor, the variable', () => {
  const before = tf.memory().numTensors;
  const variable = drawn('u0', [7], 0);
  expect(tf.memory().numTensors).toBe(before + 1);
  variable.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
