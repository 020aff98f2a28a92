import { expect, test } from 'vitest';
import { tinyData } from '../../testing/tiny-experiment.ts';
import { holdOut, labelledPictures } from './experiment-data.ts';

const data = tinyData();

const perClass = (indices: Int32Array) => [0, 1, 2].map((c) => indices.filter((i) => data.labels[i] === c).length);

test('a tenth is held out, class by class', () => {
  const labelled = labelledPictures(data, 30, 1);
  const { learned, heldOut } = holdOut(data, labelled, { share: 0.1, seed: 9 });
  expect([perClass(labelled), perClass(learned), perClass(heldOut)]).toEqual([
    [10, 10, 10],
    [9, 9, 9],
    [1, 1, 1],
  ]);
  expect([...learned, ...heldOut].sort((a, b) => a - b)).toEqual([...labelled]);
});

test('the seed decides, and at least one is held out', () => {
  const labelled = labelledPictures(data, 6, 1);
  expect(labelledPictures(data, 6, 1)).toEqual(labelled);
  expect(labelledPictures(data, 6, 2)).not.toEqual(labelled);
  expect(holdOut(data, labelled, { share: 0.01, seed: 4 }).heldOut).toHaveLength(1);
  const places = [1, 2, 3, 4, 5, 6].map((seed) => holdOut(data, labelled, { share: 0.01, seed }).heldOut[0]);
  expect(new Set(places).size).toBeGreaterThan(1);
});
