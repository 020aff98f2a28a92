import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { linear } from './linear.ts';

it('multiplies each token by the kernel and adds the bias', () => {
  const layer = linear('block1/hidden', [2, 3], 0);
  expect(Object.keys(layer.variables)).toEqual(['block1/hidden/kernel', 'block1/hidden/bias']);
  layer.variables['block1/hidden/kernel']!.assign(tf.tensor2d([1, 2, 3, 10, 20, 30], [2, 3]));
  layer.variables['block1/hidden/bias']!.assign(tf.tensor1d([0.5, 0, -0.5]));
  const y = layer.apply(tf.tensor3d([[[1, 0]], [[2, 1]]]));
  expect(y.arraySync()).toEqual([[[1.5, 2, 2.5]], [[12.5, 24, 35.5]]]);
});

it('starts with a bias of 0', () => {
  const { variables } = linear('block1/hidden', [2, 3], 0);
  expect(variables['block1/hidden/bias']!.arraySync()).toEqual([0, 0, 0]);
});
