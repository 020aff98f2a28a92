import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CORNERS, cornerPlanes, cornersOf } from './fixtures/corner-picture.ts';
import { python2Pickle } from './fixtures/python2-pickle.ts';
import { readCifar10, readCifar100 } from './read-cifar.ts';

const root = mkdtempSync(join(tmpdir(), 'selfie-data-'));
afterAll(() => rmSync(root, { recursive: true }));

const write = (path: string, contents: Uint8Array | string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents);
};
const names = (count: number) => Array.from({ length: count }, (_, i) => `name ${i}`);
const planes = cornerPlanes(32);
const data = { planes, columns: 3072 };

for (const batch of [1, 2, 3, 4, 5]) {
  write(`binary/data_batch_${batch}.bin`, Uint8Array.of(batch, ...planes));
  write(`python/cifar-10-batches-py/data_batch_${batch}`, python2Pickle({ labels: [batch], data }));
}
write('binary/test_batch.bin', Uint8Array.of(7, ...planes));
write('binary/batches.meta.txt', names(10).join('\n'));
write('python/cifar-10-batches-py/test_batch', python2Pickle({ labels: [7], data }));
write('python/cifar-10-batches-py/batches.meta', python2Pickle({ label_names: names(10) }));
for (const [split, label] of [
  ['train', 5],
  ['test', 6],
] as const) {
  write(`binary/${split}.bin`, Uint8Array.of(label, 10 * label, ...planes));
  write(`python/cifar-100-python/${split}`, python2Pickle({ fine_labels: [10 * label], coarse_labels: [label], data }));
}
write('binary/fine_label_names.txt', names(100).join('\n'));
write('binary/coarse_label_names.txt', names(20).join('\n'));
write('python/cifar-100-python/meta', python2Pickle({ fine_label_names: names(100), coarse_label_names: names(20) }));

test.each(['binary', 'python', 'python/cifar-10-batches-py'])('reads CIFAR-10 in %s', async (folder) => {
  const train = await readCifar10(join(root, folder));
  expect(train).toMatchObject({ length: 5, shape: [32, 32, 3], classes: 10, classNames: names(10) });
  expect([...train.labels]).toEqual([1, 2, 3, 4, 5]);
  expect(cornersOf(train.images, 32, 4)).toEqual(CORNERS);
  const test = await readCifar10(join(root, folder), { split: 'test' });
  expect(test.length).toBe(1);
  expect([...test.labels]).toEqual([7]);
});

test.each(['binary', 'python', 'python/cifar-100-python'])('reads CIFAR-100 in %s', async (folder) => {
  const train = await readCifar100(join(root, folder));
  expect(train).toMatchObject({ length: 1, classes: 100, classNames: names(100), labels: Int32Array.of(50) });
  const test = await readCifar100(join(root, folder), { split: 'test', labels: 'coarse' });
  expect(test).toMatchObject({ length: 1, classes: 20, classNames: names(20), labels: Int32Array.of(6) });
});

test('passes over folders with the names of files', async () => {
  write('mixed/train/cat/1.jpg', 'a picture');
  write('mixed/cifar-100-binary/train.bin', Uint8Array.of(0, 8, ...planes));
  expect((await readCifar100(join(root, 'mixed'))).labels).toEqual(Int32Array.of(8));
});

test('goes without names', async () => {
  write('nameless/train.bin', Uint8Array.of(0, 0, ...planes));
  expect((await readCifar100(join(root, 'nameless'))).classNames).toBeUndefined();
});

test('names what is missing', async () => {
  const nowhere = join(root, 'nowhere');
  await expect(readCifar10(nowhere)).rejects.toThrow(
    new Error(
      `${nowhere}: expected data_batch_1 or data_batch_1.bin, there or in cifar-10-batches-py or cifar-10-batches-bin, ` +
        "found none; unpack the data set's archive there",
    ),
  );
  write('part/data_batch_1.bin', Uint8Array.of(0, ...planes));
  const missing = join(root, 'part', 'data_batch_2.bin');
  await expect(readCifar10(join(root, 'part'))).rejects.toThrow(
    new Error(`${missing}: expected a batch of CIFAR-10, found no such file; check the path`),
  );
});

test('names the file that is damaged', async () => {
  write('damaged/train.bin', planes);
  await expect(readCifar100(join(root, 'damaged'))).rejects.toThrow(
    `${join(root, 'damaged', 'train.bin')}: expected pictures of 3074 bytes each`,
  );
});

test.each([readCifar10, readCifar100])('refuses a split that there is not: %o', async (read) => {
  const message = "split must be 'train' or 'test': got \"val\"; use one of them";
  await expect(read(root, { split: 'val' as 'test' })).rejects.toThrow(message);
});
