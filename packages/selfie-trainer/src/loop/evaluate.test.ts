import * as tf from '@tensorflow/tfjs-core';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches } from 'selfie-patches';
import { expect, test } from 'vitest';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from '../../testing/tiny-parts.ts';
import type { ApplyOptions, Objective } from '../interfaces.ts';
import { patchSelection } from '../objectives/patch-selection.ts';
import type { ArrayBatch } from './array-batch.ts';
import { evaluate } from './evaluate.ts';

const pixels = numbers(7 * 24, 3);

/** Seven images of 4 × 6 pixels, `sizes` at a time. */
function* batches(sizes: number[]): Generator<ArrayBatch> {
  let first = 0;
  for (const size of sizes) {
    yield { images: pixels.slice(first * 24, (first + size) * 24), shape: [size, 4, 6, 1] };
    first += size;
  }
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

test('averages over images, however they are cut into batches, with a split fixed by the seed', async () => {
  const objective = selection();
  const one = await evaluate({ objective, batches: batches([7]), seed: 3 });
  expect(one.pictures).toBe(7);
  const images = tf.tensor4d(pixels, [7, 4, 6, 1]);
  const { loss, metrics } = objective.apply({ images }, { random: { seed: 3, first: 0 } });
  expect(one.loss).toBeCloseTo((await loss.data())[0]!, 6);
  expect(one.metrics.accuracy).toBeCloseTo((await metrics.accuracy!.data())[0]!, 6);

  for (const sizes of [
    [3, 4],
    [2, 2, 2, 1],
    [1, 6],
  ]) {
    const cut = await evaluate({ objective, batches: batches(sizes), seed: 3 });
    expect(cut.loss).toBeCloseTo(one.loss, 5);
    expect(cut.metrics.accuracy).toBeCloseTo(one.metrics.accuracy!, 6);
  }
  expect((await evaluate({ objective, batches: batches([7]), seed: 4 })).loss).not.toBeCloseTo(one.loss, 3);
});

test('applies as in evaluation, to batches that may come asynchronously', async () => {
  const seen: ApplyOptions[] = [];
  const objective: Objective = {
    variables: {},
    apply: ({ images }, options = {}) => {
      seen.push(options);
      return { loss: tf.mean<tf.Scalar>(images), metrics: {} };
    },
    dispose() {},
  };
  const later = async function* () {
    yield* batches([3, 4]);
  };
  const { loss, metrics } = await evaluate({ objective, batches: later() });
  expect(loss).toBeCloseTo(pixels.reduce((sum, pixel) => sum + pixel) / pixels.length, 5);
  expect(metrics).toEqual({});
  expect(seen).toEqual([{ random: { seed: 0, first: 0 } }, { random: { seed: 0, first: 3 } }]);
});

test('leaves nothing behind', async () => {
  const objective = selection();
  const before = tf.memory().numTensors;
  await evaluate({ objective, batches: batches([3, 4]) });
  expect(tf.memory().numTensors).toBe(before);
});

test('says when there is nothing', async () => {
  await expect(evaluate({ objective: selection(), batches: [] })).rejects.toThrow(
    'nothing to evaluate: the batches hold no image',
  );
});
