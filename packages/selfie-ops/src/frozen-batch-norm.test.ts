import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { frozenBatchNorm } from './frozen-batch-norm.ts';

const [n, h, w, c] = [2, 3, 2, 5] as const;
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const x = normal([n, h, w, c], 1) as tf.Tensor4D;
const residual = normal([n, h, w, c], 2) as tf.Tensor4D;
const mean = normal([c], 3);
const variance = tf.add(0.5, tf.square(normal([c], 4)));
const scale = normal([c], 5);
const shift = normal([c], 6);

const cases = (['none', 'relu'] as const).flatMap((activation) =>
  [undefined, residual].map((added) => ({ activation, added, title: `${activation}, ${added ? 'a' : 'no'} residual` })),
);

describe('frozenBatchNorm', () => {
  it.each(cases)('agrees with loops: activation $title', ({ activation, added }) => {
    const y = frozenBatchNorm(x, { mean, variance }, scale, shift, { epsilon: 0.01, activation, residual: added });
    const [m, v, s, b] = [mean, variance, scale, shift].map((tensor) => tensor.dataSync());
    const expected = Array.from(x.dataSync(), (value, i) => {
      const channel = i % c;
      const normalised = (value - m![channel]!) / Math.sqrt(v![channel]! + 0.01);
      const sum = normalised * s![channel]! + b![channel]! + (added?.dataSync()[i] ?? 0);
      return activation === 'relu' ? Math.max(0, sum) : sum;
    });
    expect(y.shape).toEqual([n, h, w, c]);
    tf.test_util.expectArraysClose(y.dataSync(), expected, 1e-5);
  });

  it.each(cases)('has the gradients of central differences: activation $title', ({ activation, added }) => {
    const inputs = [x, mean, variance, scale, shift, ...(added ? [added] : [])];
    const apply = (...[a, m, v, s, b, e]: tf.Tensor[]) =>
      frozenBatchNorm(a!, { mean: m!, variance: v! }, s!, b!, { activation, residual: e });
    for (const error of gradientErrors(apply, inputs, 3e-3)) expect(error).toBeLessThan(5e-3);
  });

  it('passes no gradient where the ReLU gave zero', () => {
    const apply = (added: tf.Tensor) =>
      frozenBatchNorm<tf.Tensor>(x, { mean, variance }, scale, shift, { residual: added, activation: 'relu' });
    tf.test_util.expectArraysClose(tf.grad(apply)(residual).dataSync(), apply(residual).dataSync().map(Math.sign));
  });

  it('leaves no tensors behind', () => {
    const step = () =>
      tf.grads((a, s, e) => frozenBatchNorm(a, { mean, variance }, s, shift, { residual: e }))([x, scale, residual]);
    tf.dispose(step());
    const before = tf.memory().numTensors;
    tf.dispose(step());
    tf.dispose(frozenBatchNorm(x, { mean, variance }, scale, shift));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says which shape was expected', () => {
    expect(() => frozenBatchNorm(x, { mean: tf.ones([3]), variance }, scale, shift)).toThrow(
      'frozenBatchNorm: mean must have shape [5]: got [3]; give one number for each channel of x',
    );
    expect(() =>
      frozenBatchNorm<tf.Tensor>(x, { mean, variance }, scale, shift, { residual: tf.ones([2, 3, 5]) }),
    ).toThrow('frozenBatchNorm: residual must have shape [2,3,2,5]: got [2,3,5]; give a tensor of the shape of x');
  });
});
