import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPhotos } from './photos.ts';
import { scratch, writePhotos } from './start.testing.ts';

const { folder } = scratch();

test('holds out a tenth of the pictures at any depth, the same each time, and learns from the others', async () => {
  const photos = folder();
  await writePhotos(photos, 41);
  const { training, heldOut, gallery, pictures, nameOf } = await openPhotos(photos);
  expect([training.length, heldOut.length, gallery.length]).toEqual([36, 5, 41]);
  expect(gallery.subarray(0, 5)).toEqual(heldOut);
  expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(Array.from({ length: 41 }, (_, i) => i));
  expect((await openPhotos(photos)).heldOut).toEqual(heldOut);

  const names = Array.from({ length: 41 }, (_, i) => nameOf(i));
  expect(names).toEqual([...names].sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)));
  expect(names.filter((name) => name.startsWith(join('trips', 'lake')))).toHaveLength(13);
  expect(pictures.labels![17]).toBe(17);
});

test('too few pictures get a sentence', async () => {
  const photos = folder();
  await writePhotos(photos, 19);
  await expect(openPhotos(photos)).rejects.toThrow(
    `${photos}: expected at least 20 pictures, found 19; give a folder with more`,
  );
});
