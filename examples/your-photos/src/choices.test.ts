import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { centerCrop } from 'selfie-data';
import { decodePicture } from 'selfie-data/node';
import { expect, test } from 'vitest';
import { alike } from './alike.ts';
import { choices } from './choices.ts';
import { measure } from './measure.ts';
import { pretrainingTask } from './networks.ts';
import { openPhotos } from './photos.ts';
import { breakOff, scratch, writePhotos } from './start.testing.ts';

const path = scratch().folder();
mkdirSync(path);
await writePhotos(path, 40);
const photos = await openPhotos(path);
const [, brokenOne] = photos.heldOut;
breakOff(join(path, photos.nameOf(brokenOne!)));

const [size, patch, seed] = [16, 4, 3];
const task = pretrainingTask({ size, patch, seed });
const viewing = {
  size,
  normalise: { mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.25, 0.3] },
  loading: { workers: 0, onBad: () => {} },
  signal: new AbortController().signal,
};
const whole = photos.heldOut.filter((index) => index !== brokenOne);

test('measures and shows the pictures held out, but the broken one, and the choices shown are those measured', async () => {
  const before = tf.memory().numTensors;
  const { accuracy, chance, features, collapse } = await measure(task, photos, seed, viewing);
  expect(chance).toBe(1 / 8);
  expect(features.count).toBe(39);
  expect([...features.labels.subarray(0, 3)]).toEqual([...whole]);
  expect(collapse.effectiveRank).toBeLessThanOrEqual(3);

  const shown = await choices(task, photos, { count: 12, seed, patch }, viewing);
  expect(tf.memory().numTensors).toBe(before);
  expect(shown.map(({ name }) => name)).toEqual(Array.from(whole, photos.nameOf));
  for (const [i, { pixels, width, height, channels, patchSize, hidden }] of shown.entries()) {
    const view = centerCrop({ size: [size, size] });
    const decoded = await decodePicture(await photos.pictures.read(whole[i]!), { view });
    expect(pixels).toEqual(decoded.pixels);
    expect([width, height, channels, ...patchSize]).toEqual([16, 16, 3, 4, 4]);
    expect(new Set(hidden).size).toBe(8);
  }
  const right = shown.flatMap(({ hidden, chosen }) => hidden.map((place, j) => Number(place === chosen[j])));
  expect(right.reduce((sum, one) => sum + one) / right.length).toBeCloseTo(accuracy);
});

test('shows what is alike: other pictures, the most similar first, as small JPEGs', async () => {
  const { features } = await measure(task, photos, seed, viewing);
  const shown = await alike(features, photos, { count: 2, neighbours: 5 });
  expect(shown.map(({ picture }) => picture.name)).toEqual(Array.from(whole.subarray(0, 2), photos.nameOf));
  for (const { picture, neighbours } of shown) {
    expect(neighbours.map(({ name }) => name)).not.toContain(picture.name);
    const similarities = neighbours.map(({ similarity }) => similarity);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    expect(similarities).toHaveLength(5);
    const bytes = { bytes: new Uint8Array(neighbours[0]!.bytes), origin: 'a neighbour' };
    expect((await decodePicture(bytes)).shape).toEqual([160, 160, 3]);
  }
});
