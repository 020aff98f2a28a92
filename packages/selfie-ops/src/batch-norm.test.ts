import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { batchNorm } from './batch-norm.ts';

const [n, h, w, c] = [2, 3, 2, 5] as const;
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const x = normal([n, h, w, c], 1) as tf.Tensor4D;
const scale = tf.add(1, tf.mul(normal([c], 2), 0.3)) as tf.Tensor1D;
const shift = normal([c], 3) as tf.Tensor1D;
const residual = normal([n, h, w, c], 4) as tf.Tensor4D;

/** Batch norm by loops in float64. */
function oracle(options: { epsilon: number; relu: boolean; residual?: tf.Tensor }) {
  const rows = n * h * w;
  const [xs, scales, shifts] = [x.dataSync(), scale.dataSync(), shift.dataSync()];
  const added = options.residual?.dataSync();
  const y = new Float64Array(xs.length);
  const mean: number[] = [];
  const variance: number[] = [];
  for (let channel = 0; channel < c; channel++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += xs[row * c + channel]!;
    let squares = 0;
    for (let row = 0; row < rows; row++) squares += (xs[row * c + channel]! - sum / rows) ** 2;
    mean.push(sum / rows);
    variance.push(squares / rows);
    for (let row = 0; row < rows; row++) {
      const i = row * c + channel;
      const normalised = (xs[i]! - sum / rows) / Math.sqrt(squares / rows + options.epsilon);
      const value = normalised * scales[channel]! + shifts[channel]! + (added?.[i] ?? 0);
      y[i] = options.relu ? Math.max(0, value) : value;
    }
  }
  return { y, mean, variance };
}

const close = (actual: tf.Tensor, expected: ArrayLike<number>, tolerance = 1e-5) =>
  tf.test_util.expectArraysClose(actual.dataSync(), Array.from(expected), tolerance);

describe('batchNorm', () => {
  for (const activation of ['none', 'relu'] as const) {
    for (const added of [undefined, residual]) {
      it(`agrees with loops: activation ${activation}, ${added ? 'a' : 'no'} residual`, () => {
        const expected = oracle({ epsilon: 1e-3, relu: activation === 'relu', residual: added });
        const { y, mean, variance } = batchNorm(x, scale, shift, { epsilon: 1e-3, activation, residual: added });
        expect(y.shape).toEqual([n, h, w, c]);
        close(y, expected.y);
        close(mean, expected.mean);
        close(variance, expected.variance);
      });

      it(`has the gradients of central differences: activation ${activation}, ${added ? 'a' : 'no'} residual`, () => {
        const inputs = added ? [x, scale, shift, added] : [x, scale, shift];
        const apply = (a: tf.Tensor, b: tf.Tensor, d: tf.Tensor, e?: tf.Tensor) =>
          batchNorm(a, b, d, { activation, residual: e }).y;
        for (const error of gradientErrors(apply, inputs, 3e-3)) expect(error).toBeLessThan(5e-3);
      });
    }
  }

  it('gives the statistics of PyTorch: a biased variance of the batch', () => {
    const { mean, variance } = batchNorm(tf.tensor2d([1, 10, 2, 10, 6, 40], [3, 2]), tf.ones([2]), tf.zeros([2]));
    close(mean, [3, 20]);
    close(variance, [14 / 3, 200], 1e-4);
  });

  it('uses an epsilon of 1e-5 unless told otherwise', () => {
    const { y } = batchNorm(tf.tensor2d([0.001, -0.001], [2, 1]), tf.ones([1]), tf.zeros([1]));
    close(y, [0.001 / Math.sqrt(1.1e-5), -0.001 / Math.sqrt(1.1e-5)], 1e-4);
  });

  it('does not lose digits to a large offset', () => {
    const moved = batchNorm(tf.add(x, 1000), scale, shift);
    close(moved.y, batchNorm(x, scale, shift).y.dataSync(), 1e-3);
    close(moved.variance, batchNorm(x, scale, shift).variance.dataSync(), 1e-3);
  });

  it('does not change with the scale and offset of its input', () => {
    const options = { epsilon: 1e-12 };
    close(
      batchNorm(tf.add(tf.mul(x, 3), 2), scale, shift, options).y,
      batchNorm(x, scale, shift, options).y.dataSync(),
    );
  });

  it('gives x a gradient without mean: the sum over the batch is zero', () => {
    const dx = tf.grad((input) => tf.sum(tf.square(batchNorm<tf.Tensor>(input, scale, shift, { residual }).y)))(x);
    close(tf.sum(dx, [0, 1, 2]), new Float64Array(c), 1e-4);
  });

  it('passes no gradient where the ReLU gave zero', () => {
    const { y } = batchNorm(x, scale, shift, { residual, activation: 'relu' });
    const apply = (added: tf.Tensor) =>
      batchNorm<tf.Tensor>(x, scale, shift, { residual: added, activation: 'relu' }).y;
    close(tf.grad(apply)(residual), y.dataSync().map(Math.sign));
  });

  it('leaves no tensors behind', () => {
    const step = () => tf.grads((a, b, d, e) => batchNorm(a, b, d, { residual: e }).y)([x, scale, shift, residual]);
    tf.dispose(step());
    const before = tf.memory().numTensors;
    tf.dispose(step());
    tf.dispose(batchNorm(x, scale, shift));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says which shape was expected', () => {
    expect(() => batchNorm(x, tf.ones([3]), shift)).toThrow(
      'batchNorm: scale must have shape [5]: got [3]; give one number for each channel of x',
    );
    expect(() => batchNorm(x, scale, tf.ones([1, 5]))).toThrow(
      'batchNorm: shift must have shape [5]: got [1,5]; give one number for each channel of x',
    );
    expect(() => batchNorm<tf.Tensor>(x, scale, shift, { residual: tf.ones([2, 3, 5]) })).toThrow(
      'batchNorm: residual must have shape [2,3,2,5]: got [2,3,5]; give a tensor of the shape of x',
    );
  });
});
