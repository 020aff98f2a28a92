import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { watched } from '../../../../testing/watched.ts';
import { mutated } from '../fixtures/mutated.ts';
import type { PictureFiles } from '../sources/picture.ts';
import { encodedPhotos } from './fixtures/encoded-photos.ts';
import { loadPacked } from './load-packed.ts';
import { openPacked } from './open-packed.ts';
import { packDataset } from './pack-dataset.ts';

const FILES = 10_000;

const folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, 'photos.safetensors');
const photos = await encodedPhotos(7);

test.each([
  ['labels and names', photos],
  ['neither labels nor names', { length: 5, read: photos.read }],
] as const)(
  `${FILES} damaged files with %s give the same pictures or a sentence, in little time and memory`,
  async (_, pictures) => {
    await packDataset({ pictures, file, shape: [3, 5, 3] });
    const whole = await loadPacked(file);
    const bytes = await readFile(file);
    const path = join(folder, 'damaged');
    const worst = { seconds: 0, arrays: 0 };
    let refused = 0;
    for (let number = 0; number < FILES; number++) {
      const { name, bytes: damaged } = mutated(bytes, number);
      await writeFile(path, damaged);
      const { result, error, ...costs } = await watched(() => loadPacked(path));
      if (error) {
        refused++;
        expect((error as Error).constructor, `file ${number}, ${name}: ${(error as Error).stack}`).toBe(Error);
        expect((error as Error).message, `file ${number}, ${name}`).toMatch(
          /damaged at byte \d+: expected .{5,1000}; .+$/su,
        );
      } else {
        expect(damaged.equals(bytes), `file ${number}, ${name}`).toBe(true); // a part over itself, say
        expect(result).toEqual(whole);
      }
      for (const cost of ['seconds', 'arrays'] as const) worst[cost] = Math.max(worst[cost], costs[cost]);
    }
    console.log(`${refused} of ${FILES} refused`, worst);
    expect(refused).toBeGreaterThan(0.8 * FILES);
    expect(worst.seconds).toBeLessThan(2);
    expect(worst.arrays).toBeLessThan(2 ** 20);
  },
);

test('memory does not grow with what is packed, or read picture by picture', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const pictures: PictureFiles = { length: 4000, read: (index) => photos.read(index % 7) };
  const shape = [160, 160, 3] as const;
  await packDataset({ pictures: { ...pictures, length: 100 }, file, shape });
  collectGarbage();
  const before = process.memoryUsage.rss();
  let most = 0;
  const watch = () => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  };
  await packDataset({ pictures, file, shape, onProgress: watch });
  const packed = await openPacked(file);
  for (let index = 0; index < packed.length; index++) {
    await packed.read(index);
    watch();
  }
  await packed.close();
  const total = 4000 * 160 * 160 * 3;
  console.log(`${(total / 1e6).toFixed()} MB of pictures, at most ${(most / 1e6).toFixed()} MB more resident`);
  expect(most).toBeLessThan(total / 3);
});
