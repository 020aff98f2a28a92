import type { LabelledImageDataset } from 'selfie-data';
import type { ArrayBatch, Batches } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { experimentData, unlabelledPictures } from './data.ts';

const dataset = (length: number): LabelledImageDataset => ({
  length,
  shape: [3, 5, 1],
  images: Uint8Array.from({ length: length * 15 }, (_, i) => i % 251),
  labels: Uint8Array.from({ length }, (_, i) => i % 10),
  classes: 10,
});

const pictures = { folder: '', train: dataset(31), test: dataset(230) };

async function all(batches: Batches): Promise<ArrayBatch[]> {
  const list: ArrayBatch[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

test('a share of the pictures, rounded up', () => {
  expect([1, 1 / 3, 1 / 10].map((share) => unlabelledPictures(pictures, share).length)).toEqual([31, 11, 4]);
  expect([...unlabelledPictures(pictures, 1 / 10)]).toEqual([0, 1, 2, 3]);
});

test.each([
  [1000, [100, 100, 30]],
  [130, [100, 30]],
])('at most %i test pictures', async (count, sizes) => {
  expect((await all(experimentData(pictures, count).test())).map(({ shape }) => shape[0])).toEqual(sizes);
});

test('training pictures are moved and mirrored, those to measure on are not', async () => {
  const { training, evaluation } = experimentData(pictures, 10);
  const indices = Int32Array.of(7);
  const [plain] = await all(evaluation(indices));
  const batches = training({ indices, batchSize: 1, seed: 1 });
  const seen = new Set<string>();
  for (let step = 0; step < 20; step++) seen.add((await batches(step)).images.join());
  expect(seen.size).toBeGreaterThan(5);
  expect(plain!.labels).toEqual(Int32Array.of(7));
  expect((await all(evaluation(indices)))[0]).toEqual(plain);
});
