import { expect, test } from 'vitest';
import { limitBatches } from './limit-batches.ts';

async function all<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const given: T[] = [];
  for await (const batch of batches) given.push(batch);
  return given;
}

test('gives the first n, asks for no more, and closes the source', async () => {
  const seen: string[] = [];
  const source = async function* () {
    try {
      for (const batch of ['a', 'b', 'c', 'd']) {
        seen.push(batch);
        yield batch;
      }
    } finally {
      seen.push('closed');
    }
  };
  expect(await all(limitBatches(source(), 2))).toEqual(['a', 'b']);
  expect(seen).toEqual(['a', 'b', 'closed']);
});

test('can be gone through again where the source can, and gives what there is', async () => {
  const limited = limitBatches([1, 2, 3], 5);
  expect(await all(limited)).toEqual([1, 2, 3]);
  expect(await all(limited)).toEqual([1, 2, 3]);
});

test('says what n must be', () => {
  expect(() => limitBatches([], 0)).toThrow('n is a whole number of at least 1: got 0');
});
