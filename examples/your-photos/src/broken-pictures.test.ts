import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenPictures } from './broken-pictures.ts';
import { scratch } from './start.testing.ts';

test('lists each broken picture once, however often the run goes on', () => {
  const out = scratch().folder();
  mkdirSync(out);
  const file = join(out, 'broken.txt');
  const first = brokenPictures(file);
  expect([first.count, existsSync(file)]).toEqual([0, false]);
  for (const reason of ['a.jpg: cut off', 'b.jpg: no bytes', 'a.jpg: cut off']) first.add(reason);
  const second = brokenPictures(file);
  for (const reason of ['b.jpg: no bytes', 'c.jpg: is text']) second.add(reason);
  expect([first.count, second.count]).toEqual([2, 3]);
  expect(readFileSync(file, 'utf8')).toBe('a.jpg: cut off\nb.jpg: no bytes\nc.jpg: is text\n');
});
