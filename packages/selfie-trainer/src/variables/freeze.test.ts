import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { valueAndGradients } from '../loop/gradients.ts';
import { freeze } from './freeze.ts';

const variables = () => ({
  'stem/scale': tf.variable(tf.scalar(2)),
  'stem/mean': tf.variable(tf.scalar(3), false),
  'stage1/scale': tf.variable(tf.scalar(5)),
});

const inStem = (path: string) => path.startsWith('stem/');

test('takes what matches out of training until it is undone', async () => {
  const given = variables();
  const product = () => tf.mul(given['stem/scale'], given['stage1/scale']) as tf.Scalar;
  const trained = () => Object.keys(valueAndGradients(product, given).gradients);

  const undo = freeze(given, inStem);
  expect(trained()).toEqual(['stage1/scale']);
  expect(given['stem/mean'].trainable).toBe(false);
  undo();
  expect(trained()).toEqual(['stem/scale', 'stage1/scale']);
  expect(given['stem/mean'].trainable).toBe(false); // a running statistic never was
});

test('undoes only what it froze itself', () => {
  const given = variables();
  const undoStem = freeze(given, inStem);
  const undoAll = freeze(given, () => true);
  undoAll();
  expect(given['stem/scale'].trainable).toBe(false);
  expect(given['stage1/scale'].trainable).toBe(true);
  undoStem();
  expect(given['stem/scale'].trainable).toBe(true);
});

test('says when nothing matches', () => {
  expect(() => freeze(variables(), (path) => path === 'stem')).toThrow(
    'freeze: none of the 3 paths matches; they are of the form stem/scale',
  );
});
