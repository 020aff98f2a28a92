import * as tf from '@tensorflow/tfjs-core';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches } from 'selfie-patches';
import { expect, test } from 'vitest';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from '../../testing/tiny-parts.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import { evaluate } from '../loop/evaluate.ts';
import { patchSelection } from '../objectives/patch-selection.ts';
import { selectionAccuracyByPosition } from './selection-accuracy-by-position.ts';

const pictures = 17;
const pixels = numbers(pictures * 24, 3).map((x) => x ** 3);

function batches(...sizes: number[]): ArrayBatch[] {
  let first = 0;
  return sizes.map((size) => {
    const images = pixels.slice(first * 24, (first + size) * 24);
    first += size;
    return { images, shape: [size, 4, 6, 1] };
  });
}

function selection() {
  const positions = tinyPositions(6, 5);
  return patchSelection({
    patches: imagePatches({ imageSize: [4, 6], patchSize: 2, hidden: 3 }),
    patchNetwork: tinyNetwork(4, 5),
    positions,
    pool: tinyPool(positions),
    loss: contrastiveLoss(),
  });
}

test('counts each position as one picture after the other does, however they are cut into batches', async () => {
  const objective = selection();
  const [counts, right] = [Array(6).fill(0), Array(6).fill(0)];
  for (let i = 0; i < pictures; i++) {
    const image = tf.tensor4d(pixels.slice(i * 24, (i + 1) * 24), [1, 4, 6, 1]);
    const { hidden, logits } = objective.select(image, { random: { seed: 3, first: i } });
    const [positions, rows] = [hidden.arraySync()[0]!, logits!.arraySync()[0]!];
    positions.forEach((position, j) => {
      counts[position] += 1;
      if (rows[j]!.every((logit) => logit <= rows[j]![j]!)) right[position] += 1;
    });
  }
  for (const sizes of [[17], [5, 12], [7, 7, 3]]) {
    const measured = await selectionAccuracyByPosition({ objective, count: 6, batches: batches(...sizes), seed: 3 });
    expect([...measured.counts]).toEqual(counts);
    expect([...measured.accuracy]).toEqual(right.map((times, i) => times / counts[i]));
    const { metrics } = await evaluate({ objective, batches: batches(17), seed: 3 });
    expect(measured.overall).toBeCloseTo(metrics.accuracy!, 6);
  }
  expect(new Set(right.map((times, i) => times / counts[i])).size).toBeGreaterThan(2);
});

test('a position that was never hidden has no accuracy, and no tensor is left', async () => {
  const objective = selection();
  const before = tf.memory().numTensors;
  const { accuracy, counts } = await selectionAccuracyByPosition({ objective, count: 6, batches: batches(1) });
  expect(tf.memory().numTensors).toBe(before);
  expect([...counts].sort()).toEqual([0, 0, 0, 1, 1, 1]);
  expect([...accuracy].map(Number.isNaN)).toEqual([...counts].map((times) => times === 0));
});

test('says what it cannot measure', async () => {
  const objective = selection();
  const run = (changes: object) =>
    selectionAccuracyByPosition({ objective, count: 6, batches: batches(17), ...changes });
  await expect(run({ batches: [] })).rejects.toThrow('no accuracy: the batches hold no picture');
  await expect(run({ count: 4 })).rejects.toThrow(/position [45] was hidden, of 4: give count = patches.count/);
  const silent = {
    select: (...given: Parameters<typeof objective.select>) => ({ ...objective.select(...given), logits: undefined }),
  };
  await expect(run({ objective: silent })).rejects.toThrow(
    'the loss gives no logits: accuracy needs one that does, e.g. contrastiveLoss()',
  );
});
