import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import { assignVariables } from '../variables/assign-variables.ts';
import { readVariables } from '../variables/read-variables.ts';
import { adamW } from './adamw.ts';

/** The recurrence, in float64, for one number; the rate falls from step to step. */
function recurrence(w: number, gradients: number[], { beta1 = 0.9, beta2 = 0.999, decay = 0 }) {
  let [m, v] = [0, 0];
  gradients.forEach((g, i) => {
    const [t, rate] = [i + 1, rateOf(i)];
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    w *= 1 - rate * decay;
    w -= (rate * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + 1e-8);
  });
  return { w, m, v };
}

const rateOf = (step: number) => 0.01 / (1 + step);

test.each([{}, { beta1: 0.5, beta2: 0.98, weightDecay: 0.3 }])('follows the recurrence: %o', async (options) => {
  const start = numbers(6);
  const variables = {
    'a/kernel': tf.variable(tf.tensor2d(start, [2, 3])),
    'a/bias': tf.variable(tf.tensor1d(start)),
    'a/mean': tf.variable(tf.scalar(5), false),
  };
  const optimizer = adamW({ variables, ...options });
  const gradients = Array.from({ length: 30 }, (_, step) => numbers(6, step + 7));
  gradients.forEach((gradient, step) => {
    const given = tf.tensor1d(gradient);
    optimizer.update({ 'a/kernel': tf.reshape(given, [2, 3]), 'a/bias': given }, rateOf(step));
  });

  const { weightDecay = 0.01 } = options as { weightDecay?: number };
  for (const [path, decay] of [
    ['a/kernel', weightDecay],
    ['a/bias', 0],
  ] as const) {
    const slots = optimizer.slots;
    const weights = await variables[path].data();
    const [first, second] = [await slots[`firstMoment/${path}`]!.data(), await slots[`secondMoment/${path}`]!.data()];
    start.forEach((w, i) => {
      const own = gradients.map((gradient) => gradient[i]!);
      const expected = recurrence(w, own, { ...options, decay });
      expect(Math.abs(weights[i]! - expected.w)).toBeLessThan(1e-6);
      expect(Math.abs(first[i]! - expected.m)).toBeLessThan(1e-6);
      expect(Math.abs(second[i]! - expected.v)).toBeLessThan(1e-6);
    });
    expect(await slots[`steps/${path}`]!.data()).toEqual(Float32Array.of(30));
  }
  expect(await variables['a/mean'].data()).toEqual(Float32Array.of(5));
});

test('goes on from its slots to the bit', async () => {
  const make = () => {
    const variables = { kernel: tf.variable(tf.tensor1d(numbers(7))), bias: tf.variable(tf.scalar(1)) };
    return { variables, optimizer: adamW({ variables }) };
  };
  const steps = ({ variables, optimizer }: ReturnType<typeof make>, from: number, to: number) => {
    for (let step = from; step < to; step++) {
      const gradients = { kernel: tf.tensor1d(numbers(7, step)), bias: tf.scalar(Math.sin(step)) };
      optimizer.update(gradients, rateOf(step));
    }
    return readVariables({ ...variables, ...optimizer.slots });
  };
  const straight = await steps(make(), 0, 40);
  const [stopped, resumed] = [make(), make()];
  await steps(stopped, 0, 17);
  assignVariables(resumed.variables, await readVariables(stopped.variables));
  assignVariables(resumed.optimizer.slots, await readVariables(stopped.optimizer.slots));
  expect(await steps(resumed, 17, 40)).toEqual(straight);
});

test('a variable that was frozen for long takes a first step like any other', async () => {
  const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
  const optimizer = adamW({ variables: { a, b }, weightDecay: 0 });
  for (let step = 0; step < 100; step++) optimizer.update({ a: tf.scalar(3) }, 0.01);
  optimizer.update({ a: tf.scalar(3), b: tf.scalar(3) }, 0.01);
  expect((await b.data())[0]).toBeCloseTo(0.99, 6);
});

test('leaves nothing behind, and disposes its slots alone', () => {
  const kernel = tf.variable(tf.tensor1d([1, 2, 3]));
  const gradient = tf.tensor1d([1, 1, 1]);
  const before = tf.memory().numTensors;
  const optimizer = adamW({ variables: { kernel } });
  expect(Object.keys(optimizer.slots)).toEqual(['firstMoment/kernel', 'secondMoment/kernel', 'steps/kernel']);
  optimizer.update({ kernel: gradient }, 0.1);
  expect(tf.memory().numTensors).toBe(before + 3);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(kernel.isDisposed).toBe(false);
});

test('describes itself', () => {
  const variables = { kernel: tf.variable(tf.scalar(1)) };
  expect(adamW({ variables, beta2: 0.95 }).describe!()).toEqual({
    ...{ name: 'adamW', beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.01 },
    groups: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
});

test('says what is out of range', () => {
  const variables = { kernel: tf.variable(tf.scalar(1)) };
  expect(() => adamW({ variables, beta1: 1 })).toThrow('beta1 lies in [0, 1): got 1');
  expect(() => adamW({ variables, beta2: -0.1 })).toThrow('beta2 lies in [0, 1): got -0.1');
  expect(() => adamW({ variables, epsilon: 0 })).toThrow('epsilon is a number above 0: got 0');
  expect(() => adamW({ variables, weightDecay: Number.NaN })).toThrow('weightDecay is at least 0: got NaN');
});
