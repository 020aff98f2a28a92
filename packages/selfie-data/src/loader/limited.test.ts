import { expect, test } from 'vitest';
import { limited } from './limited.ts';

test('runs so many at a time, in order, and goes on after one that throws', async () => {
  const limit = limited(2);
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const runs = ['a', 'b', 'c', 'd'].map((name, i) =>
    limit(async () => {
      log.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (i === 0) throw new Error(name);
      return name;
    }),
  );
  const results = Promise.allSettled(runs);
  const turn = () => new Promise(setImmediate);
  await turn();
  expect(log).toEqual(['a', 'b']);
  ends[0]!();
  await turn();
  expect(log).toEqual(['a', 'b', 'c']);
  ends[1]!();
  ends[2]!();
  await turn();
  ends[3]!();
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(await limit(async () => 'e')).toBe('e');
});
