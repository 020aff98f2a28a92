import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { splitPositions } from './split-positions.ts';

const random = { seed: 3, first: 1000 };
const rows = (positions: tf.Tensor2D) => positions.arraySync();

test('visible and hidden together are all positions of each image', () => {
  const { visible, hidden } = splitPositions({ count: 7, hidden: 3, batch: 5, random });
  expect(visible.shape).toEqual([5, 4]);
  expect(hidden.shape).toEqual([5, 3]);
  expect([visible.dtype, hidden.dtype]).toEqual(['int32', 'int32']);
  rows(visible).forEach((seen, i) => {
    expect([...seen, ...rows(hidden)[i]!].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

test('an image keeps its split wherever it stands in a batch', () => {
  const together = splitPositions({ count: 16, hidden: 4, batch: 5, random });
  const alone = splitPositions({ count: 16, hidden: 4, batch: 1, random: { seed: 3, first: 1002 } });
  expect(rows(alone.visible)[0]).toEqual(rows(together.visible)[2]);
  expect(rows(alone.hidden)[0]).toEqual(rows(together.hidden)[2]);
});

test('another image, step or seed has another split', () => {
  const split = (seed: number, first: number) =>
    rows(splitPositions({ count: 49, hidden: 12, batch: 2, random: { seed, first } }).hidden);
  const [one, other] = split(3, 0);
  expect(one).not.toEqual(other);
  expect(split(3, 2)[0]).not.toEqual(one);
  expect(split(4, 0)[0]).not.toEqual(one);
});

test('hides every position in every place equally often', () => {
  const batch = 7000;
  const { hidden } = splitPositions({ count: 7, hidden: 3, batch, random });
  const seen = Array.from({ length: 3 }, () => new Array<number>(7).fill(0));
  for (const order of rows(hidden)) {
    for (const [place, position] of order.entries()) seen[place]![position]!++;
  }
  for (const counts of seen) {
    const chiSquare = counts.reduce((sum, n) => sum + (n - batch / 7) ** 2 / (batch / 7), 0);
    expect(chiSquare).toBeLessThan(22.5); // 99.9 % of chi-square with six degrees
  }
});

test.each([0, 7, 2.5, -1])('refuses to hide %d of 7', (hidden) => {
  expect(() => splitPositions({ count: 7, hidden, batch: 2, random })).toThrow(
    `hidden must hide at least one patch and leave one visible: got ${hidden} of 7; use 1 to 6`,
  );
});
