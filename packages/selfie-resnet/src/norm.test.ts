import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Norm, norm } from './norm.ts';
import { own } from './owner.ts';

const x = tf.tensor4d([1, 10, 2, 30, 4, 20, 9, 80, 5, 10, 3, 60], [3, 1, 2, 2]);
const residual = tf.tensor4d([1, -4, 0, 2, -2, 0, 5, 1, -3, 2, 1, 1], [3, 1, 2, 2]);
const channels = [
  [1, 2, 4, 9, 5, 3],
  [10, 30, 20, 80, 10, 60],
] as const;
const means = [4, 35];
/** Sums of squared distances from the mean. */
const squares = channels.map((values, c) => values.reduce((sum, value) => sum + (value - means[c]!) ** 2, 0));

function makeNorm(activation: 'none' | 'relu') {
  const part = own(0, (make) => ({ apply: norm(make, 'norm', 2, activation) as Norm }));
  part.variables['norm/scale']!.assign(tf.tensor1d([2, -3]));
  part.variables['norm/shift']!.assign(tf.tensor1d([0.5, 1]));
  part.variables['norm/mean']!.assign(tf.tensor1d([3, 20]));
  part.variables['norm/variance']!.assign(tf.tensor1d([4, 100]));
  return part;
}

/** The norm's formula, number by number. */
function expectNormalised(y: tf.Tensor, mean: number[], variance: number[], activation: string, added?: tf.Tensor) {
  const values = x.dataSync();
  y.dataSync().forEach((value, i) => {
    const c = i % 2;
    const normalised = (values[i]! - mean[c]!) / Math.sqrt(variance[c]! + 1e-5);
    const sum = [2, -3][c]! * normalised + [0.5, 1][c]! + (added?.dataSync()[i] ?? 0);
    expect(value).toBeCloseTo(activation === 'relu' ? Math.max(0, sum) : sum, 4);
  });
}

test.each(['none', 'relu'] as const)('normalises by the running statistics in evaluation, then %s', (activation) => {
  const { apply } = makeNorm(activation);
  expectNormalised(apply(x, {}), [3, 20], [4, 100], activation);
  expectNormalised(apply(x, { training: false }, residual), [3, 20], [4, 100], activation, residual);
});

test.each(['none', 'relu'] as const)(
  'normalises by the biased statistics of the batch in training, then %s',
  (activation) => {
    const { apply } = makeNorm(activation);
    const variance = squares.map((sum) => sum / 6);
    expectNormalised(apply(x, { training: true }), means, variance, activation);
    expectNormalised(apply(x, { training: true }, residual), means, variance, activation, residual);
  },
);

test('hands over 0.9 of the running statistics and 0.1 of the unbiased ones of the batch', () => {
  const { apply, variables } = makeNorm('none');
  const next = new Map<tf.Variable, tf.Tensor>();
  tf.tidy(() => apply(x, { training: true, statistics: (variable, value) => next.set(variable, value) }));

  expect([...next.keys()]).toEqual([variables['norm/mean'], variables['norm/variance']]);
  const [mean, variance] = [...next.values()].map((value) => value.dataSync());
  for (const c of [0, 1]) {
    expect(mean![c]).toBeCloseTo(0.9 * [3, 20][c]! + 0.1 * means[c]!, 5);
    expect(variance![c]).toBeCloseTo(0.9 * [4, 100][c]! + (0.1 * squares[c]!) / 5, 3);
  }
  expect(variables['norm/mean']!.arraySync()).toEqual([3, 20]);
});

test('has its say in training only', () => {
  const { apply } = makeNorm('none');
  let calls = 0;
  apply(x, { statistics: () => calls++ });
  expect(calls).toBe(0);
});

test('normalises by the running statistics and leaves them alone, in training too, while its scale is frozen', () => {
  const { apply, variables } = makeNorm('relu');
  let calls = 0;
  const options = { training: true, statistics: () => calls++ };
  variables['norm/scale']!.trainable = false;
  expectNormalised(apply(x, options, residual), [3, 20], [4, 100], 'relu', residual);
  expect(apply(tf.zeros([1, 1, 1, 2]), options).shape).toEqual([1, 1, 1, 2]);
  expect(calls).toBe(0);

  variables['norm/scale']!.trainable = true;
  tf.tidy(() => void apply(x, options));
  expect(calls).toBe(2);
});

test('keeps the statistics that were asked for, and nothing else', () => {
  const { apply } = makeNorm('relu');
  const before = tf.memory().numTensors;
  const next: tf.Tensor[] = [];
  tf.tidy(() => void apply(x, { training: true, statistics: (_, value) => next.push(value) }, residual));
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose(next);
  tf.tidy(() => void apply(x, { training: true }, residual));
  expect(tf.memory().numTensors).toBe(before);
});

test('starts as the identity and trains its scale and shift only', () => {
  const { variables } = own(0, (make) => ({ apply: norm(make, 'norm', 2, 'none') }));
  const starts = Object.entries(variables).map(([path, v]) => [path, v.trainable, ...v.dataSync()]);
  expect(starts).toEqual([
    ['norm/scale', true, 1, 1],
    ['norm/shift', true, 0, 0],
    ['norm/mean', false, 0, 0],
    ['norm/variance', false, 1, 1],
  ]);
});

test('refuses to train on one value of each channel', () => {
  const { apply } = makeNorm('none');
  expect(() => apply(tf.zeros([1, 1, 1, 2]), { training: true })).toThrow(
    'batch norm norm needs two values of each channel in training: got 1 of shape [1, 1, 1, 2]; ' +
      'use a larger batch or larger images',
  );
});
