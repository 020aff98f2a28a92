import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import { decodeSafetensors } from '../safetensors/decode-safetensors.ts';
import { sgd } from './sgd.ts';

const rates = [0.1, 0.05, 0.2, 0.01];

/** The recurrence, in float64, for one number. */
function recurrence(w: number, gradients: number[], { momentum = 0.9, decay = 0, nesterov = true }) {
  let v = 0;
  gradients.forEach((given, i) => {
    const g = given + decay * w;
    v = momentum * v + g;
    w -= rates[i]! * (nesterov ? g + momentum * v : v);
  });
  return { w, v };
}

test.each([
  { momentum: 0.9, nesterov: true, weightDecay: 0.1 },
  { momentum: 0.5, nesterov: false, weightDecay: 0.1 },
  { momentum: 0, nesterov: false, weightDecay: 0 },
])('follows the recurrence: %o', async ({ momentum, nesterov, weightDecay }) => {
  const start = numbers(6);
  const variables = {
    'a/kernel': tf.variable(tf.tensor2d(start, [2, 3])),
    'a/bias': tf.variable(tf.tensor1d(start)),
    'a/mean': tf.variable(tf.scalar(5), false),
  };
  const optimizer = sgd({ variables, momentum, nesterov, weightDecay });
  expect(Object.keys(optimizer.slots)).toEqual(['velocity/a/kernel', 'velocity/a/bias']);
  const gradients = rates.map((_, step) => numbers(6, step + 7));
  rates.forEach((rate, step) => {
    const given = tf.tensor1d(gradients[step]!);
    optimizer.update({ 'a/kernel': tf.reshape(given, [2, 3]), 'a/bias': given }, rate);
  });

  for (const [path, decay] of [
    ['a/kernel', weightDecay],
    ['a/bias', 0],
  ] as const) {
    const weights = await variables[path].data();
    const velocities = await optimizer.slots[`velocity/${path}`]!.data();
    start.forEach((w, i) => {
      const own = gradients.map((gradient) => gradient[i]!);
      const expected = recurrence(w, own, { momentum, decay, nesterov });
      expect(weights[i]).toBeCloseTo(expected.w, 5);
      expect(velocities[i]).toBeCloseTo(expected.v, 5);
    });
  }
  expect(await variables['a/mean'].data()).toEqual(Float32Array.of(5));
});

test("agrees with PyTorch's SGD over ten steps", async () => {
  const fixture = new URL('../../../../golden/fixtures/optimizers.safetensors', import.meta.url);
  const { tensors } = decodeSafetensors(await readFile(fixture));
  const { gradients, start, rates: scheduled, ...golden } = tensors;
  const size = start!.data.length;
  const runs = {
    sgd: { momentum: 0, weightDecay: 0, rate: () => 0.1 },
    nesterov: { momentum: 0.9, weightDecay: 0.01, rate: () => 0.1 },
    nesterovScheduled: { momentum: 0.9, weightDecay: 0, rate: (step: number) => scheduled!.data[step]! },
  };
  for (const [name, { rate, ...options }] of Object.entries(runs)) {
    const kernel = tf.variable(tf.tensor1d(start!.data.slice() as Float32Array));
    const optimizer = sgd({ variables: { kernel }, ...options });
    for (let step = 0; step < 10; step++) {
      const of = (values: ArrayLike<number>) => Float32Array.from(values).subarray(step * size, (step + 1) * size);
      optimizer.update({ kernel: tf.tensor1d(of(gradients!.data)) }, rate(step));
      const expected = of(golden[name]!.data);
      const largest = Math.max(...expected.map(Math.abs));
      (await kernel.data()).forEach((w, i) => {
        expect(Math.abs(w - expected[i]!) / largest).toBeLessThan(1e-6);
      });
    }
  }
});

test('takes rates and decays from groups', async () => {
  const [kernel, bias] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(2))];
  const variables = { kernel, 'slow/bias': bias };
  const groups = [{ match: (path: string) => path.startsWith('slow/'), rate: 0.5 }];
  const optimizer = sgd({ variables, weightDecay: 0.5, momentum: 0, nesterov: false, groups });
  optimizer.update({ kernel: tf.scalar(1), 'slow/bias': tf.scalar(1) }, 0.1);
  expect((await kernel.data())[0]).toBeCloseTo(2 - 0.1 * (1 + 0.5 * 2), 6);
  expect((await bias.data())[0]).toBeCloseTo(2 - 0.05, 6); // still without decay
});

test('describes itself: options, and rates and decays by path', () => {
  const variables = { kernel: tf.variable(tf.scalar(2)), bias: tf.variable(tf.scalar(2)) };
  const described = (options = {}) => sgd({ variables, ...options }).describe!();
  expect(described()).toEqual({
    ...{ name: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 1e-4 },
    groups: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
  expect(described({ groups: [{ match: () => true, rate: 1 }] })).toEqual(described());
  const groups = [{ match: (path: string) => path === 'bias', rate: 0.5 }];
  expect(described({ groups }).groups).not.toBe(described().groups);
  expect(described({ momentum: 0.8 })).toEqual({ ...described(), momentum: 0.8 });
});

test('leaves variables alone that are frozen, before or after it was made', async () => {
  const [a, b, c] = [1, 2, 3].map((value) => tf.variable(tf.scalar(value))) as [tf.Variable, tf.Variable, tf.Variable];
  b.trainable = false;
  const optimizer = sgd({ variables: { a, b, c } });
  expect(Object.keys(optimizer.slots)).toEqual(['velocity/a', 'velocity/c']);
  const one = tf.scalar(1);
  optimizer.update({ a: one, c: one }, 0.1);
  c.trainable = false;
  const frozen = [await c.data(), await optimizer.slots['velocity/c']!.data()];
  optimizer.update({ a: one }, 0.1);
  expect([await c.data(), await optimizer.slots['velocity/c']!.data()]).toEqual(frozen);
  expect(await b.data()).toEqual(Float32Array.of(2));
  c.trainable = true;
  optimizer.update({ a: one, c: one }, 0.1);
  expect(await c.data()).not.toEqual(frozen[0]);
});

test('leaves nothing behind, and disposes its slots alone', () => {
  const kernel = tf.variable(tf.tensor1d([1, 2, 3]));
  const gradient = tf.tensor1d([1, 1, 1]);
  const before = tf.memory().numTensors;
  const optimizer = sgd({ variables: { kernel } });
  expect(tf.memory().numTensors).toBe(before + 1);
  optimizer.update({ kernel: gradient }, 0.1);
  expect(tf.memory().numTensors).toBe(before + 1);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(kernel.isDisposed).toBe(false);
});

test('says what is out of range or unknown', () => {
  const kernel = tf.variable(tf.scalar(1));
  expect(() => sgd({ variables: { kernel }, momentum: 1 })).toThrow('momentum lies in [0, 1): got 1');
  expect(() => sgd({ variables: { kernel }, weightDecay: -1 })).toThrow('weightDecay is at least 0: got -1');
});

test('changes nothing if a gradient has no variable', async () => {
  const kernel = tf.variable(tf.scalar(1));
  const before = tf.memory().numTensors;
  const optimizer = sgd({ variables: { kernel } });
  const gradients = { kernel: tf.scalar(1), other: tf.scalar(1) };
  expect(() => optimizer.update(gradients, 0.1)).toThrow(
    'a gradient for other, which is no trainable variable of this optimizer; make the optimizer anew',
  );
  expect(await kernel.data()).toEqual(Float32Array.of(1));
  expect(tf.memory().numTensors).toBe(before + 3);
});
