import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { linear } from './linear.ts';

const options = { inputs: 7, outputs: 5, seed: 3, path: 'classifier' };

test('is x · kernel + bias', async () => {
  const { apply, variables } = linear(options);
  const x = [
    [1, -2, 3, 0.5, 0, 2, -1],
    [0, 1, 0, 2, -1, 0.25, 4],
    [2, 2, 2, 2, 2, 2, 2],
  ];
  const kernel = (await variables.kernel!.array()) as number[][];
  const bias = (await variables.bias!.array()) as number[];
  const expected = x.map((row) => bias.map((b, j) => row.reduce((sum, value, i) => sum + value * kernel[i]![j]!, b)));
  const y = await apply(tf.tensor2d(x)).array();
  expect(y.flat()).toEqual(expected.flat().map((value) => expect.closeTo(value, 4)));
});

test('starts uniform in ±1/√inputs, by seed and path', async () => {
  const values = async (changes: object) => {
    const { kernel, bias } = linear({ ...options, outputs: 200, ...changes }).variables;
    return [...(await kernel!.data()), ...(await bias!.data())];
  };
  const drawn = await values({});
  const bound = 1 / Math.sqrt(7);
  expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(bound);
  expect(Math.max(...drawn)).toBeGreaterThan(0.95 * bound);
  expect(Math.min(...drawn)).toBeLessThan(-0.95 * bound);
  const variance = drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length;
  expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1); // that of a uniform distribution
  expect(await values({})).toEqual(drawn);
  expect(await values({ seed: 4 })).not.toEqual(drawn);
  expect(await values({ path: 'other' })).not.toEqual(drawn);
});

test('disposes what it made', () => {
  const before = tf.memory().numTensors;
  linear(options).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
