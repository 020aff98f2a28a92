import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { convolution } from './convolution.ts';
import { convolutionFrozenBatchNorm } from './convolution-frozen-batch-norm.ts';
import { frozenBatchNorm } from './frozen-batch-norm.ts';

const channels = 4;
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const x = normal([2, 5, 3, 2], 1) as tf.Tensor4D;
const filters = { 1: normal([1, 1, 2, channels], 2), 3: normal([3, 3, 2, channels], 3) } as Record<1 | 3, tf.Tensor4D>;
const residuals = { 1: normal([2, 5, 3, channels], 4), 2: normal([2, 3, 2, channels], 5) } as Record<
  1 | 2,
  tf.Tensor4D
>;
const mean = normal([channels], 6);
const variance = tf.add(0.5, tf.square(normal([channels], 7)));
const scale = normal([channels], 8);
const shift = normal([channels], 9);

const cases = (['none', 'relu'] as const).flatMap((activation) =>
  ([1, 2] as const).flatMap((stride) =>
    ([1, 3] as const).flatMap((side) =>
      [undefined, residuals[stride]].map((residual) => ({
        title: `${activation}, stride ${stride}, side ${side}, ${residual ? 'a' : 'no'} residual`,
        side,
        options: { activation, stride, residual },
      })),
    ),
  ),
);

describe('convolutionFrozenBatchNorm', () => {
  it.each(cases)('is a convolution and its norm: $title', ({ side, options: { stride, ...others } }) => {
    const statistics = { mean, variance };
    const options = { ...others, epsilon: 0.01 };
    const y = convolutionFrozenBatchNorm(x, filters[side], statistics, scale, shift, { stride, ...options });
    const expected = frozenBatchNorm(convolution(x, filters[side], { stride }), statistics, scale, shift, options);
    expect(y.shape).toEqual(residuals[stride].shape);
    expect(y.dataSync()).toEqual(expected.dataSync());
  });

  it.each(cases)('has the gradients of central differences: $title', ({ side, options: { residual, ...options } }) => {
    const inputs = [x, filters[side], mean, variance, scale, shift, ...(residual ? [residual] : [])];
    const apply = (...[a, f, m, v, s, b, e]: tf.Tensor[]) =>
      convolutionFrozenBatchNorm(a as tf.Tensor4D, f as tf.Tensor4D, { mean: m!, variance: v! }, s!, b!, {
        ...options,
        residual: e as tf.Tensor4D | undefined,
      });
    for (const error of gradientErrors(apply, inputs, 3e-3)) expect(error).toBeLessThan(1e-2);
  });

  it('leaves no tensors behind', () => {
    const step = () =>
      tf.grads((a, f, s) =>
        convolutionFrozenBatchNorm(a as tf.Tensor4D, f as tf.Tensor4D, { mean, variance }, s, shift, { stride: 2 }),
      )([x, filters[3], scale]);
    tf.dispose(step());
    const before = tf.memory().numTensors;
    tf.dispose(step());
    tf.dispose(convolutionFrozenBatchNorm(x, filters[3], { mean, variance }, scale, shift));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says which shape was expected', () => {
    const apply = (filter: tf.Tensor, statistic: tf.Tensor, residual?: tf.Tensor) =>
      convolutionFrozenBatchNorm(x, filter as tf.Tensor4D, { mean: statistic, variance }, scale, shift, {
        stride: 2,
        residual: residual as tf.Tensor4D | undefined,
      });
    expect(() => apply(tf.ones([2, 2, 2, 4]), mean)).toThrow(
      'convolutionFrozenBatchNorm: the filter must be square with an odd side: got [2,2,2,4]',
    );
    expect(() => apply(filters[1], tf.ones([3]))).toThrow(
      'convolutionFrozenBatchNorm: mean must have shape [4]: got [3]; give one number for each channel of the filter',
    );
    expect(() => apply(filters[1], mean, residuals[1])).toThrow(
      'convolutionFrozenBatchNorm: residual must have shape [2,3,2,4]: got [2,5,3,4]; give a tensor of the shape of the output',
    );
  });
});
