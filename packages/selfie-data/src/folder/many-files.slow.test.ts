import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imageFolder } from './image-folder.ts';

test('opens 100,000 files in less than 3 seconds, and again in less time', async () => {
  const home = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  try {
    const root = join(home, 'pictures');
    const then = Date.now() / 1000 - 60;
    for (let label = 0; label < 100; label++) {
      const folder = join(root, `class-${label}`);
      await mkdir(folder, { recursive: true });
      for (let i = 0; i < 1000; i++) closeSync(openSync(join(folder, `n${label}_${i}.JPEG`), 'w'));
      await utimes(folder, then, then);
    }
    await utimes(root, then, then);
    const open = async () => {
      const started = performance.now();
      const files = await imageFolder(root, { cache: join(home, 'cache') });
      expect(files.length).toBe(100_000);
      expect(files.labels!.at(-1)).toBe(99);
      return (performance.now() - started) / 1000;
    };
    const seconds = { first: await open(), again: await open() };
    console.log(seconds);
    expect(seconds.first).toBeLessThan(3);
    expect(seconds.again).toBeLessThan(Math.min(3, seconds.first));
  } finally {
    await rm(home, { recursive: true });
  }
});
