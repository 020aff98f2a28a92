import { expect, test } from 'vitest';
import { consecutive } from './consecutive.ts';

test('says where parts begin, and which holds an index: never an empty one', () => {
  const { starts, partOf } = consecutive([0, 2, 0, 3, 1, 0]);
  expect(Array.from(starts)).toEqual([0, 0, 2, 2, 5, 6, 6]);
  expect([0, 1, 2, 3, 4].map(partOf)).toEqual([1, 1, 3, 3, 3]);
});
