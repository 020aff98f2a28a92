import { checkCount } from '../check-count.ts';

/**
 * The first n batches of a row of them, e.g. to evaluate on a part of the pictures; the rest is not asked for.
 *
 * @throws if n is no whole number of at least 1.
 */
export function limitBatches<T>(batches: Iterable<T> | AsyncIterable<T>, n: number): AsyncIterable<T> {
  checkCount('n', n);
  return { [Symbol.asyncIterator]: () => first(batches, n) };
}

async function* first<T>(batches: Iterable<T> | AsyncIterable<T>, n: number): AsyncGenerator<T> {
  let given = 0;
  for await (const batch of batches) {
    yield batch;
    if (++given === n) return;
  }
}
