import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { valueAndGradients } from './gradients.ts';

test('gives the value and 2x of x², by path, for what is trainable and used', async () => {
  const variables = {
    'a/x': tf.variable(tf.tensor1d([1, -2, 3])),
    'a/unused': tf.variable(tf.scalar(1)),
    'a/frozen': tf.variable(tf.scalar(2), false),
  };
  const { value, gradients } = valueAndGradients(
    () => tf.mul(variables['a/frozen'], tf.sum(tf.square(variables['a/x']))) as tf.Scalar,
    variables,
  );
  expect(await value.data()).toEqual(Float32Array.of(28));
  expect(Object.keys(gradients)).toEqual(['a/x']);
  expect(await gradients['a/x']!.data()).toEqual(Float32Array.of(4, -8, 12));
});

test('says when nothing can be trained', () => {
  const frozen = tf.variable(tf.scalar(1), false);
  expect(() => valueAndGradients(() => tf.scalar(0), { frozen })).toThrow(
    'nothing to train: none of the 1 variables is trainable',
  );
});

test.each<[string, () => tf.Scalar]>([
  ['forward', () => (tf.square(tf.square(x)) ? fails() : fails())],
  ['backward', () => tf.sum<tf.Scalar>(failsBackward(tf.square(x)))],
])('leaves nothing behind when something throws on the way %s', (_, f) => {
  const before = tf.memory();
  expect(() => valueAndGradients(f, { x })).toThrow('no luck');
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
});

const x = tf.variable(tf.tensor1d([1, -2, 3]));

function fails(): never {
  throw new Error('no luck');
}

const failsBackward = tf.customGrad((input, save) => {
  (save as tf.GradSaveFunc)([input as tf.Tensor]);
  return { value: tf.square(input as tf.Tensor), gradFunc: () => fails() };
});
