import { expect, test } from 'vitest';
import { splitBatch } from './split-batch.ts';

const batch = {
  images: Float32Array.from({ length: 7 * 6 }, (_, i) => i),
  shape: [7, 3, 2, 1] as const,
  labels: Int32Array.from({ length: 7 }, (_, i) => i),
};

test('cuts images and labels into parts of which the last has what is left', () => {
  const parts = splitBatch(batch, 3);
  expect(parts.map(({ first, batch: { shape } }) => [first, shape])).toEqual([
    [0, [3, 3, 2, 1]],
    [3, [3, 3, 2, 1]],
    [6, [1, 3, 2, 1]],
  ]);
  expect(parts.flatMap(({ batch: { images } }) => [...images])).toEqual([...batch.images]);
  expect(parts.flatMap(({ batch: { labels } }) => [...labels!])).toEqual([...batch.labels]);
});

test('gives fewer parts where there are fewer images, none of them empty', () => {
  expect(splitBatch(batch, 5).map(({ batch: { shape } }) => shape[0])).toEqual([2, 2, 2, 1]);
  expect(splitBatch(batch, 100)).toHaveLength(7);
  expect(splitBatch(batch, 1)).toEqual([{ batch, first: 0 }]);
});

test('leaves labels out where there are none', () => {
  const { labels: _, ...unlabelled } = batch;
  expect(splitBatch(unlabelled, 2)[1]!.batch).not.toHaveProperty('labels');
});
