import * as tf from '@tensorflow/tfjs-core';
import { imagePatches } from 'selfie-patches';
import { patchNetwork } from 'selfie-resnet';
import { expect, test } from 'vitest';
import { numbers, tinyNetwork } from '../../testing/tiny-parts.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import { readVariables } from '../variables/read-variables.ts';
import { pooledFeatures } from './pooled-features.ts';

const pixels = numbers(7 * 24, 3);
const patches = imagePatches({ imageSize: [4, 6], patchSize: 2, hidden: 3 });

/** Seven labelled pictures of 4 × 6 pixels, `sizes` at a time. */
function batches(...sizes: number[]): ArrayBatch[] {
  let first = 0;
  return sizes.map((size) => {
    const from = first;
    first += size;
    return {
      images: pixels.slice(from * 24, first * 24),
      shape: [size, 4, 6, 1],
      labels: Int32Array.from({ length: size }, (_, i) => 10 + from + i),
    };
  });
}

test('is the mean of the features of all patches, however pictures are cut into batches', async () => {
  const network = tinyNetwork(4, 5);
  const kernel = await network.variables.kernel!.data();
  const expected: number[] = [];
  for (let picture = 0; picture < 7; picture++) {
    for (let feature = 0; feature < 5; feature++) {
      let sum = 0; // over the pixels of all 6 patches; pixel (y, x) is number 2 (y % 2) + x % 2 of its patch
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 6; x++)
          sum += pixels[picture * 24 + y * 6 + x]! * kernel[((y % 2) * 2 + (x % 2)) * 5 + feature]!;
      }
      expected.push(sum / 6);
    }
  }
  for (const sizes of [[7], [3, 4], [2, 2, 2, 1]]) {
    const { features, labels, count, size } = await pooledFeatures({
      patches,
      patchNetwork: network,
      batches: batches(...sizes),
    });
    expect([count, size]).toEqual([7, 5]);
    expect([...features]).toEqual(expected.map((value) => expect.closeTo(value, 5)));
    expect(labels).toEqual(Int32Array.of(10, 11, 12, 13, 14, 15, 16));
  }
});

test('runs a network as in evaluation: no variable changes, no tensor is left, each picture stands alone', async () => {
  const network = patchNetwork({ depths: [1], width: 4, block: 'basic', channels: 1 });
  const before = await readVariables(network.variables);
  const tensors = tf.memory().numTensors;
  const together = await pooledFeatures({ patches, patchNetwork: network, batches: batches(7) });
  const apart = await pooledFeatures({ patches, patchNetwork: network, batches: batches(1, 1, 1, 1, 1, 1, 1) });
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await readVariables(network.variables)).toEqual(before);
  expect([...apart.features]).toEqual([...together.features].map((value) => expect.closeTo(value, 5)));
  network.dispose();
});

test('takes batches that come later and have no labels', async () => {
  const later = async function* () {
    for (const { images, shape } of batches(3, 4)) yield { images, shape };
  };
  const { labels, count } = await pooledFeatures({ patches, patchNetwork: tinyNetwork(4, 5), batches: later() });
  expect(labels).toEqual(new Int32Array());
  expect(count).toBe(7);
});

test('says when there is nothing, and leaves no tensor when the network fails', async () => {
  const network = tinyNetwork(4, 5);
  await expect(pooledFeatures({ patches, patchNetwork: network, batches: [] })).rejects.toThrow(
    'no features: the batches hold no picture; give some that can be gone through again, as an array can',
  );
  const before = tf.memory().numTensors;
  const failing = {
    ...network,
    apply() {
      throw new Error('out of memory');
    },
  };
  await expect(pooledFeatures({ patches, patchNetwork: failing, batches: batches(7) })).rejects.toThrow(
    'out of memory',
  );
  expect(tf.memory().numTensors).toBe(before);
});
