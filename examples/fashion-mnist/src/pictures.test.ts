import { fileURLToPath } from 'node:url';
import { channelStatistics } from 'selfie-data';
import { expect, test } from 'vitest';
import { kinds, labelled, normalise, readPictures } from './pictures.ts';

const pictures = await readPictures(fileURLToPath(new URL('../data', import.meta.url)));

test('10,000 training and 2,000 test pictures of 32×32 pixels', () => {
  const { train, test: held } = pictures;
  expect([train.length, train.shape, held.length, held.shape]).toEqual([10_000, [32, 32, 1], 2_000, [32, 32, 1]]);
  expect(kinds[train.labels[0]!]).toBe('Ankle boot');
  expect(Array.from(held.labels.subarray(0, 4), (label) => kinds[label])).toEqual(
    ['Ankle boot', 'Pullover', 'Trouser', 'Trouser'], // the known beginning of the data set
  );
});

test('a subset has as many pictures of each kind, and another seed gives another', () => {
  const subset = labelled(pictures, 100, 1);
  const counts = new Array(10).fill(0);
  for (const index of subset) counts[pictures.train.labels[index]!]++;
  expect(counts).toEqual(new Array(10).fill(10));
  expect(labelled(pictures, 100, 1)).toEqual(subset);
  expect(labelled(pictures, 100, 2)).not.toEqual(subset);
});

test('pixels are standardised to about mean 0 and deviation 1', () => {
  const { mean, deviation } = channelStatistics(pictures.train);
  expect((mean[0]! - normalise.mean[0]!) / normalise.deviation[0]!).toBeCloseTo(0, 1);
  expect(deviation[0]! / normalise.deviation[0]!).toBeCloseTo(1, 1);
});
