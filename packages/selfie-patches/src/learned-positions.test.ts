import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { learnedPositions } from './learned-positions.ts';

const positions = tf.tensor2d([3, 0, 4, 4, 1, 3], [2, 3], 'int32');

test('answers each position with its row of the table, to the bit', () => {
  const embedding = learnedPositions({ count: 5, size: 7, seed: 2 });
  expect(Object.keys(embedding.variables)).toEqual(['table']);
  const vectors = embedding.apply(positions);
  expect(vectors.shape).toEqual([2, 3, 7]);
  const rows = tf.gather(embedding.variables.table!, positions);
  expect(vectors.dataSync()).toEqual(rows.dataSync());
});

test('sends each vector its gradient, summed where a position is asked for twice', () => {
  const embedding = learnedPositions({ count: 5, size: 1 });
  const weights = tf.tensor3d([1, 2, 4, 8, 16, 32], [2, 3, 1]);
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(embedding.apply(positions), weights)) as tf.Scalar);
  expect([...Object.values(grads)[0]!.dataSync()]).toEqual([2, 16, 0, 1 + 32, 4 + 8]);
});

test('starts from a normal of σ 0.02, cut at two deviations, the same for the same seed', () => {
  const values = (seed: number) =>
    learnedPositions({ count: 50, size: 70, seed }).variables.table!.dataSync<'float32'>();
  expect(values(1)).toEqual(values(1));
  expect(values(1)).not.toEqual(values(2));
  const deviation = Math.sqrt(values(1).reduce((sum, x) => sum + x * x, 0) / 3500);
  expect(deviation / 0.02).toBeCloseTo(0.88, 1.5);
  expect(Math.max(...values(1).map(Math.abs))).toBeLessThanOrEqual(0.04);
});

test('leaves nothing behind', () => {
  const before = tf.memory().numTensors;
  const embedding = learnedPositions({ count: 5, size: 7 });
  embedding.apply(positions).dispose();
  expect(tf.memory().numTensors).toBe(before + 1);
  embedding.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses an empty table', () => {
  expect(() => learnedPositions({ count: 0, size: 7 })).toThrow('count is a whole number of at least 1: got 0');
  expect(() => learnedPositions({ count: 5, size: 1.5 })).toThrow('size is a whole number of at least 1: got 1.5');
});
