import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { python2Pickle } from '../cifar/fixtures/python2-pickle.ts';
import { zipOf } from '../npy/fixtures/zip-of.ts';
import { readImageNetSmall } from './read-imagenet-small.ts';

const SIDE = 64;
const PICTURES = 1500; // in each of ten batches
const columns = 3 * SIDE * SIDE;
const total = 10 * PICTURES * columns; // 184 MB

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const root = mkdtempSync(join(tmpdir(), 'selfie-data-'));
afterAll(() => rmSync(root, { recursive: true }));

/** An npy file, by the format's definition. */
function npy(values: Uint8Array, type: string, shape: string): Uint8Array {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }\n`;
  return Buffer.concat([
    Buffer.from(`\x93NUMPY\x01\0${String.fromCharCode(header.length)}\0${header}`, 'latin1'),
    values,
  ]);
}

const planes = Uint8Array.from({ length: PICTURES * columns }, (_, i) => (i * i) >> 9);
const labels = npy(new Uint8Array(PICTURES).fill(1), '|u1', `${PICTURES},`);
const npz = { 'data.npy': npy(planes, '|u1', `${PICTURES}, ${columns}`), 'labels.npy': labels };

const files: readonly [string, string, Uint8Array][] = [
  ['stored npz', '.npz', zipOf(npz)],
  ['deflated npz', '.npz', zipOf(npz, { deflated: true })],
  ['pickles', '', python2Pickle({ data: { planes, columns }, labels: new Array(PICTURES).fill(1) })],
];

collectGarbage();
const before = process.memoryUsage.rss();

test.each(files)('reading %s takes little more memory than the pictures', async (_, ending, file) => {
  const folder = mkdtempSync(join(root, 'batches-'));
  for (let batch = 1; batch <= 10; batch++) writeFileSync(join(folder, `train_data_batch_${batch}${ending}`), file);

  collectGarbage();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  }, 5);
  const { length, images } = await readImageNetSmall(folder, { side: SIDE });
  clearInterval(timer);
  expect(length).toBe(10 * PICTURES);
  expect(images.length).toBe(total);
  console.log(`${(total / 1e6).toFixed()} MB of pictures, at most ${(most / 1e6).toFixed()} MB more resident`);
  expect(most).toBeLessThan(1.6 * total);
});
