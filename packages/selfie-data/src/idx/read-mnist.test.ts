import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readFashionMnist, readMnist } from './read-mnist.ts';

const root = mkdtempSync(join(tmpdir(), 'selfie-data-'));
afterAll(() => rmSync(root, { recursive: true }));

const write = (path: string, contents: Uint8Array) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents);
};
const pictures = (value: number) => Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, value, 255);
const labels = (label: number) => Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, label);

write('gzipped/train-images-idx3-ubyte.gz', gzipSync(pictures(1)));
write('gzipped/train-labels-idx1-ubyte.gz', gzipSync(labels(8)));
write('torchvision/MNIST/raw/t10k-images-idx3-ubyte', pictures(2));
write('torchvision/MNIST/raw/t10k-labels-idx1-ubyte', labels(9));
write('torchvision/FashionMNIST/raw/train-images-idx3-ubyte', pictures(3));
write('torchvision/FashionMNIST/raw/train-labels-idx1-ubyte', labels(0));
write('dots/train-images.idx3-ubyte', pictures(4));
write('dots/train-labels.idx1-ubyte', labels(5));

test.each([
  ['gzipped', readMnist, 'train', 1, '8'],
  ['torchvision', readMnist, 'test', 2, '9'],
  ['torchvision', readFashionMnist, 'train', 3, 'T-shirt/top'],
  ['dots', readFashionMnist, 'train', 4, 'Sandal'],
] as const)('finds the files in %s (%#)', async (folder, read, split, value, className) => {
  const data = await read(join(root, folder), { split });
  expect(data).toMatchObject({ length: 1, shape: [1, 2, 1], images: Uint8Array.of(value, 255), classes: 10 });
  expect(data.classNames?.[data.labels[0]!]).toBe(className);
});

test('names what is missing', async () => {
  const folder = join(root, 'gzipped');
  const missing = `${folder}: expected t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz, found neither`;
  await expect(readMnist(folder, { split: 'test' })).rejects.toThrow(new Error(`${missing}; check the folder`));
  await expect(readFashionMnist(folder, { split: 'test' })).rejects.toThrow(
    new Error(`${missing}; install Debian's package dataset-fashion-mnist, or give another folder`),
  );
});

test.runIf(existsSync('/usr/share/datasets/fashion-mnist'))("reads Debian's Fashion-MNIST by itself", async () => {
  const test = await readFashionMnist(undefined, { split: 'test' });
  expect(test).toMatchObject({ length: 10_000, shape: [28, 28, 1] });
  expect([...test.labels.subarray(0, 5)].map((label) => test.classNames?.[label])).toEqual([
    'Ankle boot',
    'Pullover',
    'Trouser',
    'Trouser',
    'Shirt',
  ]);
});

test('refuses a split that there is not', async () => {
  const message = "split must be 'train' or 'test': got \"validation\"; use one of them";
  await expect(readMnist(root, { split: 'validation' as 'test' })).rejects.toThrow(message);
});
