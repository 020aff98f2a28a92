import { expect, test } from 'vitest';
import { evaluationBatches } from './evaluation-batches.ts';

const data = {
  length: 7,
  shape: [5, 3, 2] as const,
  images: Uint8Array.from({ length: 7 * 30 }, (_, i) => (i * 53 + 11) % 256),
  labels: Int32Array.of(4, 1, 3, 0, 2, 5, 6),
};

test('hold all pictures in order, the rest in the last batch', () => {
  const batches = evaluationBatches({ data, batchSize: 3 });
  expect(batches.length).toBe(3);
  const all = [...batches];
  expect(all.map(({ shape }) => shape)).toEqual([
    [3, 5, 3, 2],
    [3, 5, 3, 2],
    [1, 5, 3, 2],
  ]);
  expect(all.flatMap(({ labels }) => [...labels!])).toEqual([4, 1, 3, 0, 2, 5, 6]);
  const images = all.flatMap((batch) => [...batch.images]);
  expect(images.length).toBe(data.images.length);
  images.forEach((value, i) => {
    expect(value).toBeCloseTo(data.images[i]! / 255, 6);
  });
});

test('can be gone through twice', () => {
  const batches = evaluationBatches({ data, batchSize: 4 });
  expect([...batches]).toEqual([...batches]);
});

test('hold the chosen pictures in the order of their indices, standardised', () => {
  const normalise = { mean: [0.5, 0.25], deviation: [0.5, 2] };
  const [batch] = evaluationBatches({ data, indices: Int32Array.of(5, 2), batchSize: 9, normalise });
  expect(batch!.labels).toEqual(Int32Array.of(5, 3));
  batch!.images.forEach((value, i) => {
    const byte = data.images[(i < 30 ? 5 : 2) * 30 + (i % 30)]!;
    expect(value).toBeCloseTo((byte / 255 - normalise.mean[i % 2]!) / normalise.deviation[i % 2]!, 5);
  });
});
