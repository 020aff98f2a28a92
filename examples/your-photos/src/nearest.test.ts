import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const vectors = {
  features: Float32Array.of(1, 0, 0, 2, 3, 3, -1, 0, 5, 0, 0, 0),
  count: 6,
  size: 2,
};

test('the most similar by angle come first, whatever their lengths, without the vector itself', () => {
  expect(nearest(vectors, 0, 3)).toEqual([
    { row: 4, similarity: 1 },
    { row: 2, similarity: expect.closeTo(Math.SQRT1_2) },
    { row: 1, similarity: 0 },
  ]);
});

test('a vector of zeros is similar to none, and the opposite comes last', () => {
  const all = nearest(vectors, 0, 10);
  expect(all.map(({ row }) => row)).toEqual([4, 2, 1, 5, 3]);
  expect(all.at(-1)!.similarity).toBe(-1);
});
