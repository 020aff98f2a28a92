import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { centerCrop, channelStatisticsOf } from 'selfie-data';
import { decodePicture } from 'selfie-data/node';
import { expect, test } from 'vitest';
import { openPhotos } from './photos.ts';
import { scratch, writePhotos } from './start.testing.ts';
import { keptStatistics } from './statistics.ts';

const { folder } = scratch();
const [path, out] = [folder(), folder()];
mkdirSync(out);
await writePhotos(path, 24);
const photos = await openPhotos(path);
const file = join(out, 'statistics.json');
const never = new AbortController().signal;

test('measures the pictures to learn from at their size, and keeps what it measured', async () => {
  const measured = await keptStatistics(photos, { size: 8, file, signal: never });
  const decoded = async function* () {
    for (const index of photos.training)
      yield await decodePicture(await photos.pictures.read(index), { view: centerCrop({ size: [8, 8] }) });
  };
  const expected = await channelStatisticsOf(decoded());
  expect(measured.mean).toEqual(expected.mean.map((value) => expect.closeTo(value, 10)));
  expect(measured.deviation).toEqual(expected.deviation.map((value) => expect.closeTo(value, 10)));

  const kept = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...kept, statistics: { mean: [1, 2, 3], deviation: [4, 5, 6] } }));
  const again = await keptStatistics(photos, { size: 8, file, signal: never });
  expect(again).toEqual({ mean: [1, 2, 3], deviation: [4, 5, 6] });
});

test('what was kept of other pictures, another size or in a damaged file is measured anew', async () => {
  rmSync(file);
  const measured = await keptStatistics(photos, { size: 8, file, signal: never });
  for (const text of [
    readFileSync(file, 'utf8').replace('"size": 8', '"size": 9'),
    readFileSync(file, 'utf8').replace('"pictures": 24', '"pictures": 23'),
    '{"of',
  ]) {
    writeFileSync(file, text.replace(/"mean": \[[^\]]*/, '"mean": [0.5, 0.5, 0.5'));
    expect(await keptStatistics(photos, { size: 8, file, signal: never })).toEqual(measured);
  }
});

test('ends with the signal', async () => {
  rmSync(file);
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(keptStatistics(photos, { size: 8, file, signal: stop.signal })).rejects.toThrow('enough');
});
