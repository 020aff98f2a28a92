import { type Place, unsigned } from './place.ts';
import { words } from './words.ts';

/**
 * A permutation `[n]` of 0 … n − 1, each equally likely (Fisher–Yates with unbiased draws).
 *
 * @throws RangeError if n, the seed or the stream is no unsigned 32-bit integer.
 */
export function permutation(n: number, at: Place): Int32Array {
  const order = new Int32Array(unsigned('n', n));
  const word = words(at);
  for (let i = 0; i < n; i++) {
    const j = below(i + 1, word);
    order[i] = order[j]!;
    order[j] = i;
  }
  return order;
}

/** A draw from 0 … bound − 1: words above the largest multiple of `bound` are drawn again, so that none is favoured. */
function below(bound: number, word: () => number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  let draw = word();
  while (draw >= limit) draw = word();
  return draw % bound;
}
