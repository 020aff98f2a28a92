import * as tf from '@tensorflow/tfjs-core';
import { learnedPositions } from 'selfie-patches';
import { expect, test } from 'vitest';
import { gatedPooling } from './gated-pooling.ts';
import { swapAPart } from './swap-a-part.ts';

/** Pictures of 8×8 pixels whose 2×2 patches tell where they belong: the brighter, the lower. */
function slopes(length: number) {
  const images = new Uint8Array(length * 64);
  for (let i = 0; i < length; i++)
    for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) images[64 * i + 8 * y + x] = (i % 5) * 8 + 25 * y + x;
  return { length, shape: [8, 8, 1] as const, images };
}

test('a Keras model and a hand-written pool pretrain at small size, and leave nothing behind', async () => {
  const losses: number[] = [];
  const before = tf.memory().numTensors;
  const accuracy = await swapAPart({
    train: slopes(64),
    test: slopes(32),
    patchSize: 2,
    size: 16,
    steps: 250,
    onStep: ({ loss }) => losses.push(loss),
  });
  expect(losses[0]).toBeGreaterThan(1.3); // ln 4 by chance
  expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!);
  expect(accuracy).toBeGreaterThan(0.45);
  expect(tf.memory().numTensors).toBe(before);
});

test('without a preference the pool is the mean of the placed patches; with one, the preferred patch', () => {
  const size = 3;
  const positions = learnedPositions({ count: 5, size });
  const pool = gatedPooling({ size, positions });
  const features = tf.tensor3d([[[1, 0, 0], [0, 2, 0]]]); // biome-ignore format: one picture
  const at = tf.tensor2d([[4, 1]], [1, 2], 'int32');
  const placed = tf.add(features, positions.apply(at));
  const near = (a: tf.Tensor, b: tf.Tensor) => expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]).toBeLessThan(1e-5);

  near(pool.apply(features, at), tf.mean(placed, 1));
  pool.variables.gate!.assign(tf.tensor1d([-100, 100, 0]));
  near(pool.apply(features, at), tf.slice(placed, [0, 1, 0], [1, 1, size]));
});
