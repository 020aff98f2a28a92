import * as tf from '@tensorflow/tfjs-core';
import { imagePatches } from 'selfie-patches';
import { expect, test } from 'vitest';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from '../../testing/tiny-parts.ts';
import { hybridClassifier } from './hybrid-classifier.ts';

const d = 5;

/** 4 × 6 pixels of 1 channel in patches of 2 × 2: a grid of 2 × 3. */
function parts() {
  const positions = tinyPositions(6, d);
  return {
    patches: imagePatches({ imageSize: [4, 6], patchSize: 2 }),
    patchNetwork: tinyNetwork(4, d),
    pool: tinyPool(positions),
    positions,
    classes: 3,
  };
}

const images = () => tf.tensor4d(numbers(2 * 24, 3), [2, 4, 6, 1]);

test('is linear(pool(features of all patches in row-major order))', async () => {
  const given = parts();
  const seen: number[][][] = [];
  const pool = {
    ...given.pool,
    apply: (features: tf.Tensor3D, at: tf.Tensor2D) => {
      seen.push(at.arraySync());
      return given.pool.apply(features, at);
    },
  };
  const classifier = hybridClassifier({ ...given, pool });
  const logits = classifier.apply(images());
  expect(logits.shape).toEqual([2, 3]);
  expect(seen.at(-1)).toEqual([
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
  ]);

  const cut = given.patches.extract(images());
  const features = given.patchNetwork.apply(tf.reshape(cut, [12, 2, 2, 1]));
  const placed = tf.add(tf.reshape(features, [2, 6, d]), given.positions.table);
  const pooled = tf.mul(tf.mean(placed, 1), 0.7) as tf.Tensor2D;
  const { 'classifier/kernel': kernel, 'classifier/bias': bias } = classifier.variables;
  const expected = tf.add(tf.matMul(pooled, kernel as tf.Tensor2D), bias!);
  const difference = await tf.max(tf.abs(tf.sub(logits, expected))).data();
  expect(difference[0]).toBeLessThan(1e-6);
});

test('lists the parts under their names and disposes only its own', () => {
  const given = parts();
  const before = tf.memory().numTensors;
  const classifier = hybridClassifier(given);
  const { 'classifier/kernel': kernel, 'classifier/bias': bias, ...rest } = classifier.variables;
  expect(kernel!.shape).toEqual([d, 3]);
  expect(bias!.shape).toEqual([3]);
  expect(Object.keys(rest)).toEqual(['patchNetwork/kernel', 'patchNetwork/mean', 'pool/gain', 'positions/table']);
  classifier.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(given.positions.table.isDisposed).toBe(false);
});

test('hands training and statistics on to the patch network', async () => {
  const classifier = hybridClassifier(parts());
  const given: [tf.Variable, number][] = [];
  const statistics = (variable: tf.Variable, next: tf.Tensor) => given.push([variable, next.dataSync()[0]!]);
  classifier.apply(images(), { training: true, statistics });
  const mean = (await tf.mean(images()).data())[0]!;
  expect(given).toEqual([[classifier.variables['patchNetwork/mean'], expect.closeTo(mean, 5)]]);
});

test('leaves nothing behind but its logits', () => {
  const classifier = hybridClassifier(parts());
  const batch = images();
  const before = tf.memory().numTensors;
  classifier.apply(batch).dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('says what does not fit', () => {
  expect(() => hybridClassifier({ ...parts(), classes: 1 })).toThrow('classes is a whole number of at least 2: got 1');
  expect(() => hybridClassifier({ ...parts(), patchNetwork: tinyNetwork(4, 7) })).toThrow(
    "the position table is of size 5, the patch network's features of size 7; make both of one size",
  );
});
