import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { watched } from '../../../../testing/watched.ts';
import { mutated } from '../fixtures/mutated.ts';
import { mutations } from '../web-dataset/fixtures/mutations.ts';
import { parquetPictures } from './parquet-pictures.ts';

const files = 10_000;
const fixtures = ['hub.parquet', 'plain-pages.parquet'].map((name) =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url)),
);

test(`${files} damaged files give a sentence or pictures, in little time and memory`, {
  timeout: 900_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  const path = join(folder, 'damaged.parquet');
  const wholes = await Promise.all(fixtures.map((fixture) => readFile(fixture)));
  const counts = new Map<string, { refused: number; read: number }>();
  const worst = { seconds: 0, arrays: 0, heap: 0 };
  const { maxRSS } = process.resourceUsage();
  try {
    for (let number = 0; number < files; number++) {
      const { name, bytes } = mutated(wholes[number % wholes.length]!, Math.floor(number / wholes.length), mutations);
      await writeFile(path, bytes);
      const { error, ...costs } = await watched(async () => {
        const pictures = await parquetPictures(path);
        for (let i = 0; i < Math.min(pictures.length, 20); i++) await pictures.read(i);
      });
      const count = counts.get(name) ?? { refused: 0, read: 0 };
      counts.set(name, count);
      if (error) {
        count.refused++;
        expect((error as Error).constructor, `file ${number}, ${name}: ${(error as Error).stack}`).toBe(Error);
        expect((error as Error).message).toMatch(/damaged\.parquet.*: expected .{5,700}$/su);
      } else count.read++;
      for (const cost of ['seconds', 'arrays', 'heap'] as const) {
        if (costs[cost] > worst[cost]) worst[cost] = costs[cost];
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const resident = 1024 * (process.resourceUsage().maxRSS - maxRSS);
  console.log(counts, worst, `${resident} bytes more resident in all`);
  expect(worst.seconds).toBeLessThan(3);
  expect(worst.arrays).toBeLessThan(2 ** 26);
  expect(resident).toBeLessThan(2 ** 29);
});
