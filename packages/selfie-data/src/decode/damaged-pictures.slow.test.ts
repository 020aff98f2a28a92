import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { centerCrop } from '../augment/center-crop.ts';
import { mutated } from '../fixtures/mutated.ts';
import { decodePicture } from './decode-picture.ts';

const FILES = 10_000;

const fixtures: Readonly<Record<'name' | 'file', string>>[] = JSON.parse(
  readFileSync(new URL('./fixtures/pillow.json', import.meta.url), 'utf8'),
);
const names = [
  'JPEG',
  'JPEG, CMYK',
  'JPEG, orientation 6',
  'PNG, palette',
  'PNG, transparent',
  'WebP',
  'GIF, two frames',
];
const files = fixtures.filter(({ name }) => names.includes(name));
const view = centerCrop({ size: 5, resize: 7 });

test.each(files)(`${FILES} damaged files like a $name are pictures or refused in a sentence`, async ({ file }) => {
  const bytes = new Uint8Array(Buffer.from(file, 'base64'));
  let refused = 0;
  for (let count = 0; count < FILES; count++) {
    const options = { maxPixels: 2 ** 18, view: count % 3 === 0 ? view : undefined };
    try {
      const { pixels, shape } = await decodePicture(
        { bytes: new Uint8Array(mutated(bytes, count).bytes), origin: 'a file' },
        options,
      );
      expect(pixels.length).toBe(shape[0] * shape[1] * 3);
      if (options.view) expect(shape).toEqual([5, 5, 3]);
    } catch (error) {
      refused++;
      expect((error as Error).message).toMatch(/^a file: expected .+, (got .+|which could not be decoded); .+$|got/);
    }
  }
  expect(refused).toBeGreaterThan(FILES / 20);
  expect(process.memoryUsage().rss).toBeLessThan(2 ** 30);
});
