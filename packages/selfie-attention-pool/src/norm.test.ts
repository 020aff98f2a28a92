import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { norm } from './norm.ts';

it('starts as plain normalisation of each token', () => {
  const layer = norm('block1/norm1', 2);
  expect(Object.keys(layer.variables)).toEqual(['block1/norm1/scale', 'block1/norm1/shift']);
  const y = layer.apply(
    tf.tensor3d([
      [
        [5, 3],
        [-1, 7],
      ],
    ]),
  );
  tf.test_util.expectArraysClose(y.dataSync(), [1, -1, -1, 1], 1e-5);
});

it('has an epsilon of 1e-6', () => {
  const y = norm('norm', 2).apply(tf.tensor3d([[[0.001, -0.001]]]));
  tf.test_util.expectArraysClose(y.dataSync(), [Math.SQRT1_2, -Math.SQRT1_2], 1e-5);
});
