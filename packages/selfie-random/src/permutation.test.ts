import { expect, test } from 'vitest';
import { permutation } from './permutation.ts';

const at = { seed: 5, stream: 3, site: 'split' };

test.each([0, 1, 2, 16, 49, 1000])('holds each of %i numbers once', (n) => {
  expect([...permutation(n, at)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
});

test('is the same for the same place and another for another', () => {
  expect(permutation(49, at)).toEqual(permutation(49, at));
  expect(permutation(49, at)).not.toEqual(permutation(49, { ...at, stream: 4 }));
  expect(permutation(49, at)).not.toEqual(permutation(49, { ...at, seed: 6 }));
  expect(permutation(49, at)).not.toEqual(permutation(49, { ...at, site: 'order' }));
});

test.each([
  { n: 3, orders: 6, limit: 20.5 },
  { n: 4, orders: 24, limit: 49.7 },
  { n: 5, orders: 120, limit: 172.7 },
])('of $n takes each of the $orders orders equally often', ({ n, orders, limit }) => {
  const counts = new Map<string, number>();
  for (let stream = 0; stream < 300 * orders; stream++) {
    const order = permutation(n, { ...at, stream }).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(orders);
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 300) ** 2 / 300, 0);
  expect(chiSquare).toBeLessThan(limit); // 99.9 % of chi-square with orders − 1 degrees
});

test('refuses a length that is no whole number', () => {
  expect(() => permutation(-3, at)).toThrow(
    'n must be an unsigned 32-bit integer: got -3; use a whole number in [0, 2^32 - 1]',
  );
});
