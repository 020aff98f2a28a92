import * as tf from '@tensorflow/tfjs-core';
import { batchNorm, convolution, frozenBatchNorm } from 'selfie-ops';
import { expect, test, vi } from 'vitest';
import { normedConvolution } from './normed-convolution.ts';
import { own } from './owner.ts';

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const x = random([2, 5, 4, 3], 1) as tf.Tensor4D;
const residual = random([2, 3, 2, 7], 2) as tf.Tensor4D;
const paths = { conv: 'conv1', norm: 'norm2' };
const shape = { inputs: 3, outputs: 7, size: 3, stride: 2 };

function makeBoth() {
  const { apply, variables } = own(3, (make) => ({ apply: normedConvolution(make, paths, shape, 'relu') }));
  for (const [i, name] of ['scale', 'shift', 'mean', 'variance'].entries()) {
    variables[`norm2/${name}`]!.assign(tf.abs(random([7], 10 + i)));
  }
  return { apply, variables };
}

/** What a normed convolution gives, and the first kernel that it runs. */
function applied(apply: () => tf.Tensor) {
  const runKernel = vi.spyOn(tf.engine(), 'runKernel');
  const values = apply().dataSync();
  const [first] = runKernel.mock.calls.map(([name]) => name);
  runKernel.mockRestore();
  return { values, first };
}

test('owns the variables of a convolution and of a norm', () => {
  expect(Object.entries(makeBoth().variables).map(([path, variable]) => [path, variable.shape])).toEqual([
    ['conv1/kernel', [3, 3, 3, 7]],
    ['norm2/scale', [7]],
    ['norm2/shift', [7]],
    ['norm2/mean', [7]],
    ['norm2/variance', [7]],
  ]);
});

test.each([
  { when: 'in evaluation', training: false, trainable: true },
  { when: 'in training while its scale is frozen', training: true, trainable: false },
])('is one operation by the running statistics $when', ({ training, trainable }) => {
  const { apply, variables } = makeBoth();
  const [kernel, scale, shift, mean, variance] = Object.values(variables) as tf.Tensor[];
  variables['norm2/scale']!.trainable = trainable;
  const statistics = vi.fn();
  const { values, first } = applied(() => apply(x, { training, statistics }, residual));
  const y = convolution(x, kernel as tf.Tensor4D, { stride: 2 });
  const expected = frozenBatchNorm(y, { mean: mean!, variance: variance! }, scale!, shift!, {
    activation: 'relu',
    residual,
  });
  expect(first).toBe('SelfieConvolutionFrozenBatchNorm');
  expect(values).toEqual(expected.dataSync());
  expect(statistics).not.toHaveBeenCalled();
});

test('is two by the statistics of the batch in training, and hands over the next running ones', () => {
  const { apply, variables } = makeBoth();
  const [kernel, scale, shift] = Object.values(variables) as tf.Tensor[];
  const statistics = vi.fn();
  const { values, first } = applied(() => tf.tidy(() => apply(x, { training: true, statistics }, residual)));
  const y = convolution(x, kernel as tf.Tensor4D, { stride: 2 });
  expect(first).toBe('SelfieConvolution');
  expect(values).toEqual(batchNorm(y, scale!, shift!, { activation: 'relu', residual }).y.dataSync());
  expect(statistics.mock.calls.map(([variable]) => variable)).toEqual([
    variables['norm2/mean'],
    variables['norm2/variance'],
  ]);
});
