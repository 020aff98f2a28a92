import { expect, test } from 'vitest';
import { recentlyUsed } from './recently-used.ts';

test('keeps what was used last, up to its bytes', async () => {
  const loaded: number[] = [];
  const get = recentlyUsed(10, async (key) => {
    loaded.push(key);
    return -key;
  });
  expect(await Promise.all([get(1, 4), get(1, 4), get(2, 4)])).toEqual([-1, -1, -2]);
  await get(1, 4);
  await get(3, 4); // 2 goes
  await get(1, 4);
  expect(loaded).toEqual([1, 2, 3]);
  await get(2, 4);
  expect(loaded).toEqual([1, 2, 3, 2]);
  await get(9, 99); // alone, though it is too big
  await get(9, 99);
  await get(1, 4);
  expect(loaded).toEqual([1, 2, 3, 2, 9, 1]);
});

test('tries again what could not be loaded', async () => {
  let tries = 0;
  const get = recentlyUsed(10, async () => {
    if (tries++ === 0) throw new Error('once');
    return tries;
  });
  await expect(get(1, 4)).rejects.toThrow('once');
  expect(await get(1, 4)).toBe(2);
});
