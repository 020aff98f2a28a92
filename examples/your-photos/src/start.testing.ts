import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { starter } from 'example-fashion-mnist/src/start.testing.ts';
import sharp from 'sharp';
import { afterAll } from 'vitest';

/** A folder for this file's tests, with a function that names new folders in it. */
export function scratch(): { folder: () => string } {
  const root = mkdtempSync(join(tmpdir(), 'your-photos-'));
  process.env.XDG_CACHE_HOME = join(root, 'cache'); // lists of files are kept there
  afterAll(() => rmSync(root, { recursive: true }));
  let folders = 0;
  return { folder: () => join(root, `folder${++folders}`) };
}

/** JPEGs of different sizes in a folder and in two folders in it: coloured gratings, a third of each direction. */
export async function writePhotos(folder: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const [width, height] = [24 + (i % 5), 31 - (i % 7)];
    const pixels = new Uint8Array(width * height * 3).map((_, at) => {
      const [x, y, channel] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width), at % 3];
      return 128 + 100 * Math.sin((x * (i % 3) + y * ((i + 1) % 3)) / 3 + i + channel * x * 0.05);
    });
    const path = join(folder, ['', 'trips', 'trips/lake'][i % 3]!, `${String(i).padStart(3, '0')}.jpg`);
    mkdirSync(dirname(path), { recursive: true });
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toFile(path);
  }
}

/** Cuts off a picture. */
export function breakOff(path: string): void {
  writeFileSync(path, readFileSync(path).subarray(0, 300));
}

/** Runs the example as `npm run your-photos` does, but on the packages' sources, in worker threads, too. */
export const start = starter(new URL('../main.ts', import.meta.url), [
  '--import',
  new URL('../../../testing/worker-sources.mjs', import.meta.url).href,
]);
