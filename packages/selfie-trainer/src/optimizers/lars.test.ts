import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import { lars } from './lars.ts';

const rates = [1, 0.5, 2, 0.1];
const norm = (x: number[]) => Math.hypot(...x);

/** The recurrence, in float64, for a whole variable. */
function recurrence(start: number[], gradients: number[][], { decay = 0, trust = 0.001, spared = false }) {
  let [w, v] = [start, start.map(() => 0)];
  gradients.forEach((g, step) => {
    const local = spared ? 1 : (trust * norm(w)) / (norm(g) + decay * norm(w) + 1e-8);
    v = v.map((old, i) => 0.9 * old + local * (g[i]! + decay * w[i]!));
    w = w.map((old, i) => old - rates[step]! * v[i]!);
  });
  return { w, v };
}

test.each([{}, { weightDecay: 0.5, trust: 0.02 }])('follows the recurrence: %o', async (options) => {
  const start = Array.from(numbers(6));
  const variables = {
    'a/kernel': tf.variable(tf.tensor2d(start, [2, 3])),
    'a/bias': tf.variable(tf.tensor1d(start)),
    gain: tf.variable(tf.scalar(start[0]!)),
  };
  const optimizer = lars({ variables, ...options });
  expect(Object.keys(optimizer.slots)).toEqual(['velocity/a/kernel', 'velocity/a/bias', 'velocity/gain']);
  const gradients = rates.map((_, step) => Array.from(numbers(6, step + 7)));
  rates.forEach((rate, step) => {
    const bias = tf.tensor1d(gradients[step]!);
    optimizer.update(
      { 'a/kernel': tf.reshape(bias, [2, 3]), 'a/bias': bias, gain: tf.scalar(gradients[step]![0]!) },
      rate,
    );
  });

  const { weightDecay = 1e-4, trust } = options as { weightDecay?: number; trust?: number };
  const first = gradients.map((gradient) => gradient.slice(0, 1));
  for (const [path, expected] of [
    ['a/kernel', recurrence(start, gradients, { decay: weightDecay, trust })],
    ['a/bias', recurrence(start, gradients, { spared: true })],
    ['gain', recurrence(start.slice(0, 1), first, { decay: weightDecay, trust })],
  ] as const) {
    const weights = await variables[path].data();
    const velocity = await optimizer.slots[`velocity/${path}`]!.data();
    expected.w.forEach((w, i) => {
      expect(Math.abs(weights[i]! - w)).toBeLessThan(1e-6 * Math.max(1, Math.abs(w)));
      expect(Math.abs(velocity[i]! - expected.v[i]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected.v[i]!)));
    });
  }
});

test('a step is as long however large the gradient is', async () => {
  const moved = async (scale: number) => {
    const kernel = tf.variable(tf.tensor1d([3, 4]));
    lars({ variables: { kernel }, weightDecay: 0 }).update({ kernel: tf.tensor1d([0, scale]) }, 1);
    return 4 - (await kernel.data())[1]!;
  };
  expect(await moved(1)).toBeCloseTo(0.005, 6); // trust · ‖w‖
  expect(await moved(1000)).toBeCloseTo(0.005, 6);
});

test('moves as plain momentum where weights or gradient are zero', async () => {
  const [weights, still] = [tf.variable(tf.tensor1d([0, 0])), tf.variable(tf.tensor1d([1, 2]))];
  const optimizer = lars({ variables: { weights, still }, weightDecay: 0.5 });
  optimizer.update({ weights: tf.tensor1d([1, -2]), still: tf.tensor1d([0, 0]) }, 0.1);
  tf.test_util.expectArraysClose(await weights.data(), [-0.1, 0.2], 1e-6);
  tf.test_util.expectArraysClose(await still.data(), [0.95, 1.9], 1e-6);
});

test('adapts what it is told not to spare, and takes the decay of groups', async () => {
  const bias = tf.variable(tf.tensor1d([3, 4]));
  const groups = [{ match: () => true, weightDecay: 1, rate: 2 }];
  lars({ variables: { bias }, spared: () => false, groups, epsilon: 0 }).update({ bias: tf.tensor1d([5, 0]) }, 1);
  // λ = 0.001 · 5 / (5 + 5); w ← w − 2 λ (g + w)
  tf.test_util.expectArraysClose(await bias.data(), [3 - 0.001 * 8, 4 - 0.001 * 4], 1e-6);
});

test('describes itself: options, what is spared, and rates and decays by path', () => {
  const variables = { kernel: tf.variable(tf.scalar(1)), bias: tf.variable(tf.scalar(1)) };
  const described = (options = {}) => lars({ variables, ...options }).describe!();
  expect(described()).toMatchObject({ name: 'lars', momentum: 0.9, weightDecay: 1e-4, trust: 0.001, epsilon: 1e-8 });
  const { spared, ...others } = described({ spared: () => false });
  expect(described()).toMatchObject(others);
  expect(described().spared).not.toBe(spared);
});

test('leaves nothing behind, and disposes its slots alone', () => {
  const kernel = tf.variable(tf.tensor1d([1, 2, 3]));
  const gradient = tf.tensor1d([1, 1, 1]);
  const before = tf.memory().numTensors;
  const optimizer = lars({ variables: { kernel } });
  optimizer.update({ kernel: gradient }, 0.1);
  expect(tf.memory().numTensors).toBe(before + 1);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(kernel.isDisposed).toBe(false);
});

test('says what is out of range', () => {
  const variables = { kernel: tf.variable(tf.scalar(1)) };
  expect(() => lars({ variables, momentum: 1.5 })).toThrow('momentum lies in [0, 1): got 1.5');
  expect(() => lars({ variables, trust: 0 })).toThrow('trust is a number above 0: got 0');
  expect(() => lars({ variables, epsilon: -1 })).toThrow('epsilon is a number of at least 0: got -1');
});
