import { checkCount } from '../check-count.ts';

/**
 * The first n batches again and again, which a network that can learn learns by heart: step s gives batch s mod n.
 *
 * @throws if n is no whole number of at least 1.
 */
export function overfitBatches<T>(batches: (step: number) => T, n: number): (step: number) => T {
  checkCount('n', n);
  return (step) => batches(step % n);
}
