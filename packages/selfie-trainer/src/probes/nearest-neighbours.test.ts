import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import type { Features } from './features.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';

const vectors = (rows: number[][], labels: number[]): Features => ({
  features: Float32Array.from(rows.flat()),
  labels: Int32Array.from(labels),
  count: rows.length,
  size: rows[0]!.length,
});

/** A vector of this cosine to the first axis, and of some length. */
const at = (cosine: number, length = 1) => [length * cosine, length * Math.sqrt(1 - cosine ** 2)];

test('tells clusters apart, whatever the length of their vectors', async () => {
  const centres = [
    [9, 1, 1],
    [1, 9, 1],
    [1, 1, 9],
  ];
  const cluster = (count: number, seed: number) => {
    const noise = numbers(count * 3, seed);
    const rows = Array.from({ length: count }, (_, i) =>
      centres[i % 3]!.map((value, j) => (1 + (i % 5)) * (value + noise[i * 3 + j]!)),
    );
    return vectors(
      rows,
      rows.map((_, i) => i % 3),
    );
  };
  const held = cluster(21, 2);
  const { accuracy, predictions } = await nearestNeighbours({ train: cluster(60, 1), test: held });
  expect(accuracy).toBe(1);
  expect(predictions).toEqual(held.labels);
});

test('one near neighbour outvotes two that are farther, if the temperature is low', async () => {
  const train = vectors([at(0.9, 3), at(0.8), at(0.7, 0.1), at(-1), at(-0.9)], [2, 1, 1, 0, 0]);
  const query = vectors([[5, 0]], [2]);
  const votes = async (options: object) => (await nearestNeighbours({ train, test: query, ...options })).predictions[0];
  // exp(0.9 / τ) against exp(0.8 / τ) + exp(0.7 / τ): even at 0.1 / τ = ln of the golden ratio, τ = 0.2078
  expect(await votes({ k: 3, temperature: 0.2 })).toBe(2);
  expect(await votes({ k: 3, temperature: 0.216 })).toBe(1);
  expect(await votes({ k: 1, temperature: 100 })).toBe(2);
  expect(await votes({ k: 5, temperature: 1e300 })).toBe(0); // two votes each: the lowest class
  expect(await votes({ k: 3, temperature: 1e-6 })).toBe(2); // exp(900000) would be infinite
});

test('agrees with sorting all similarities, over several blocks', async () => {
  const [n, rows, d, k] = [2100, 2003, 3, 20];
  const make = (count: number, seed: number): Features => ({
    features: numbers(count * d, seed).map((x) => x ** 3),
    labels: Int32Array.from(numbers(count, seed + 1), (x) => Math.floor(2 + 2 * x)),
    count,
    size: d,
  });
  const [train, held] = [make(n, 1), make(rows, 3)];
  const { accuracy, predictions } = await nearestNeighbours({ train, test: held, k, temperature: 0.07 });

  const row = ({ features }: Features, i: number) => features.subarray(i * d, (i + 1) * d);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const cosine = (a: Float32Array, b: Float32Array) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  for (const i of [0, 1, 999, 1996, 1997, 1998, 2002]) {
    const all = Array.from({ length: n }, (_, j) => ({
      label: train.labels[j]!,
      similarity: cosine(row(held, i), row(train, j)),
    }));
    const votes = [0, 0, 0, 0];
    for (const { label, similarity } of all.toSorted((a, b) => b.similarity - a.similarity).slice(0, k)) {
      votes[label]! += Math.exp(similarity / 0.07);
    }
    expect(predictions[i]).toBe(votes.indexOf(Math.max(...votes)));
  }
  const right = predictions.filter((prediction, i) => prediction === held.labels[i]).length;
  expect(accuracy).toBeCloseTo(right / rows, 12);
});

test('leaves no tensors behind', async () => {
  const some = vectors([at(0.9), at(0.1), at(-0.5)], [0, 1, 1]);
  const before = tf.memory().numTensors;
  await nearestNeighbours({ train: some, test: some, k: 2 });
  expect(tf.memory().numTensors).toBe(before);
});

test('a vector of zeros is as far from all; one that is not finite has no class', async () => {
  const train = vectors([at(1), at(0)], [0, 1]);
  const held = vectors(
    [
      [0, 0],
      [Number.NaN, 1],
    ],
    [0, 1],
  );
  expect((await nearestNeighbours({ train, test: held, k: 1 })).predictions).toEqual(Int32Array.of(0, -1));
});

test('a picture of train that is not finite is nobody’s neighbour', async () => {
  const train = vectors([at(0.1), [Number.NaN, 1], at(0.9), [Number.POSITIVE_INFINITY, 0], at(0.8)], [0, 1, 2, 1, 2]);
  const held = vectors([at(0.2), at(0.85)], [0, 2]);
  expect(await nearestNeighbours({ train, test: held, k: 1 })).toEqual({
    accuracy: 1,
    predictions: Int32Array.of(0, 2),
  });
  expect((await nearestNeighbours({ train, test: held, k: 5 })).predictions).toEqual(Int32Array.of(0, 2));
  const nothing = vectors([[Number.NaN, 1]], [0]);
  expect((await nearestNeighbours({ train: nothing, test: held, k: 1 })).predictions).toEqual(Int32Array.of(-1, -1));
});

test('says what it cannot do', async () => {
  const some = vectors([at(0.9), at(0.1)], [0, 1]);
  const run = (changes: object) => nearestNeighbours({ train: some, test: some, k: 1, ...changes });
  await expect(run({ k: 3 })).rejects.toThrow('k is a whole number from 1 to the 2 pictures of train: got 3');
  await expect(run({ k: 0 })).rejects.toThrow('k is a whole number from 1 to the 2 pictures of train: got 0');
  await expect(run({ temperature: 0 })).rejects.toThrow('temperature is above 0: got 0; use e.g. 0.07');
  await expect(run({ test: vectors([[1, 2, 3]], [0]) })).rejects.toThrow(
    'train has features of size 2, test of 3: take both from one network',
  );
  await expect(run({ test: { ...some, labels: new Int32Array() } })).rejects.toThrow(
    'test has 2 vectors and 0 labels: give pictures with one label each',
  );
  await expect(run({ train: { ...some, labels: Int32Array.of(0, -1) } })).rejects.toThrow(
    'train: labels are whole numbers of at least 0: got -1',
  );
  await expect(run({ train: { ...some, count: 3 } })).rejects.toThrow(
    'train: at least one vector, and count × size numbers, are expected: got 4 for 3 × 2; take them from pooledFeatures',
  );
});
