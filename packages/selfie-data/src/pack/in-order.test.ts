import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

const late = <T>(value: T, milliseconds: number) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

test.each([1, 3, 20])('gives what was made %i at once, in order, and never makes more', async (atOnce) => {
  const made: number[] = [];
  let started = 0;
  for await (const value of inOrder(11, atOnce, (index) =>
    late(index * index, (index * 5) % 7).finally(() => started++),
  )) {
    made.push(value);
    expect(started - made.length).toBeLessThanOrEqual(atOnce);
  }
  expect(made).toEqual(Array.from({ length: 11 }, (_, i) => i * i));
});

test('makes no more once nobody takes them', async () => {
  let started = 0;
  for await (const _ of inOrder(100, 4, async () => started++)) break;
  await late(undefined, 5);
  expect(started).toBe(4);
});
