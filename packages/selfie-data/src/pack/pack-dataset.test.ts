import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { centerCrop } from '../augment/center-crop.ts';
import { decodePicture } from '../decode/decode-picture.ts';
import { pictureLoader } from '../loader/picture-loader.ts';
import type { EncodedPicture, PictureFiles } from '../sources/picture.ts';
import { broken, encodedPhotos } from './fixtures/encoded-photos.ts';
import { loadPacked } from './load-packed.ts';
import { openPacked } from './open-packed.ts';
import { type PackOptions, type PackProgress, packDataset } from './pack-dataset.ts';

const photos = await encodedPhotos(7);
const unlabelled: PictureFiles = { length: 7, read: photos.read };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  file = join(folder, 'photos.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

const pack = (options: Partial<PackOptions> = {}) =>
  packDataset({ pictures: photos, file, shape: [5, 7, 3], ...options });

/** The photos, of which some are broken. */
function withBroken(...indices: number[]): PictureFiles {
  return { ...photos, read: async (i) => (indices.includes(i) ? broken(`photo ${i}`) : photos.encoded[i]!) };
}

describe('packDataset', () => {
  test.each([
    { shape: [5, 7, 3], resize: undefined },
    { shape: [5, 7, 3], resize: [6, 11] },
    { shape: [5, 3, 1], resize: 9 },
  ] as const)('gives what the decoder sees of the middle: shape $shape, resize $resize', async ({ shape, resize }) => {
    expect(await pack({ shape, resize })).toEqual({ length: 7, skipped: [] });
    const view = centerCrop({ size: [shape[0], shape[1]], resize });
    const expected = await Promise.all(
      photos.encoded.map((picture) => decodePicture(picture, { channels: shape[2], view })),
    );
    const packed = await openPacked(file);
    expect({ ...packed, read: undefined, close: undefined }).toEqual({
      length: 7,
      shape,
      labels: photos.labels,
      classes: photos.classes,
    });
    for (const index of [6, 0, 1, 5, 2, 4, 3]) {
      const { pixels, label, ...picture } = await packed.read(index);
      expect(picture.shape).toEqual(shape);
      expect(picture.origin).toMatch(/photos\.safetensors at \d+ \(picture \d\)$/);
      expect(label).toBe(photos.labels![index]);
      expect(pixels).toEqual(new Uint8Array(expected[index]!.pixels));
    }
    await packed.close();
    expect(await loadPacked(file)).toEqual({
      length: 7,
      shape,
      images: Uint8Array.from(expected.flatMap(({ pixels }) => [...pixels])),
      labels: photos.labels,
      classes: 2,
      classNames: photos.classes,
    });
  });

  test('packs pictures without labels, and labels without names', async () => {
    await pack({ pictures: unlabelled });
    expect(Object.keys(await loadPacked(file))).toEqual(['length', 'shape', 'images']);
    await pack({ pictures: { ...unlabelled, labels: Int32Array.of(0, 4, 1, 0, 3, 2, 2) } });
    const { labels, classes, classNames } = await loadPacked(file);
    expect([[...labels!], classes, classNames]).toEqual([[0, 4, 1, 0, 3, 2, 2], 5, undefined]);
  });

  test('gives the same bytes again, and the same pictures and labels in whatever order they are read', async () => {
    await pack();
    const first = await readFile(file);
    let reading = 0;
    let most = 0;
    const slow: PictureFiles = {
      ...photos,
      length: 40,
      labels: Int32Array.from({ length: 40 }, (_, i) => photos.labels![i % 7]!),
      async read(index) {
        most = Math.max(most, ++reading);
        await new Promise((resolve) => setTimeout(resolve, (index * 7) % 11));
        reading--;
        return photos.encoded[index % 7]!;
      },
    };
    await pack({ pictures: { ...slow, length: 7, labels: photos.labels } });
    expect(await readFile(file)).toEqual(first);
    most = 0;
    await pack({ pictures: slow });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    const { images, labels } = await loadPacked(file);
    const once = images.subarray(0, 7 * 105);
    for (let i = 0; i < 5; i++) expect(images.subarray(735 * i, 735 * (i + 1))).toEqual(once);
    expect(labels).toEqual(slow.labels);
  });

  test('gives a loader what it would make of the files', async () => {
    await pack();
    const packed = await openPacked(file);
    const augment = { shift: 2, flip: 'horizontal' } as const;
    const [expected, found] = await Promise.all(
      [photos, packed].map(async (pictures) => {
        const options = { pictures, shape: [5, 7, 3], batchSize: 9, seed: 3, augment } as const;
        const loader = pictureLoader({ ...options, loading: { workers: 0 } });
        const batch = await loader.batches(4);
        await loader.close();
        return batch;
      }),
    );
    await packed.close();
    expect(found).toEqual(expected);
  });

  test('skips broken pictures up to a share, and lists them', async () => {
    const progress: PackProgress[] = [];
    const onProgress = (now: PackProgress) => progress.push(now);
    const { length, skipped } = await pack({ pictures: withBroken(1, 4), maxBad: 0.2, onProgress });
    expect(length).toBe(5);
    expect(skipped).toEqual([
      expect.stringContaining('photo 1: expected a JPEG, PNG, WebP or GIF'),
      expect.stringContaining('photo 4: expected a JPEG'),
    ]);
    expect(progress.map(({ pictures, skipped }) => `${pictures} ${skipped}`).join(', ')).toBe(
      '1 0, 2 1, 3 1, 4 1, 5 2, 6 2, 7 2',
    );
    expect(progress.every(({ of }) => of === 7)).toBe(true);
    const { images, labels } = await loadPacked(file);
    await pack();
    const whole = await loadPacked(file);
    [0, 2, 3, 5, 6].forEach((index, i) => {
      expect(images.subarray(105 * i, 105 * (i + 1))).toEqual(whole.images.subarray(105 * index, 105 * (index + 1)));
      expect(labels![i]).toBe(photos.labels![index]);
    });
  });

  test.each([
    [
      'more broken pictures',
      { pictures: withBroken(1, 2, 4), maxBad: 0.2 },
      /^3 of 7 .*maxBad 0\.2.*photo 1: .*photo 2: .*photo 4: /,
    ],
    ['the first, if strict', { pictures: withBroken(4, 6), maxBad: 1, strict: true }, /^photo 4: expected a JPEG/],
    [
      'nothing but broken pictures',
      { pictures: withBroken(0, 1, 2, 3, 4, 5, 6), maxBad: 1 },
      /^none of 7 pictures can be decoded: photo 0: expected/,
    ],
    [
      'pictures that cannot be read',
      {
        pictures: { ...photos, read: () => Promise.reject(new Error('a.jpg: expected a picture, found no such file')) },
      },
      /^2 of 7 pictures are broken.*a\.jpg: expected a picture, found no such file/,
    ],
    [
      'labels that are none',
      { pictures: { ...photos, labels: Int32Array.of(0, 1, 0, 2, 0, 0, 0) } },
      /^pictures\.labels: expected labels from 0 to 1, found 2 for picture 3; /,
    ],
    [
      'too few labels',
      { pictures: { ...photos, labels: Int32Array.of(0) } },
      /^pictures\.labels: expected 7 labels.*found 1; /,
    ],
    [
      'no pictures',
      { pictures: { ...photos, length: 0, labels: undefined } },
      /^pictures must hold at least one: got none; give some$/,
    ],
    [
      'other channels',
      { shape: [5, 7, 4] as const },
      /^shape must end with 1 or 3 channels: got \[5, 7, 4\]; use 3 for RGB$/,
    ],
    ['a shape of nothing', { shape: [5, 0, 3] as const }, /^size must be of whole numbers above 0: got \[5, 0\]/],
    ['a size beyond the covered', { resize: 6 }, /^size must not exceed what pictures are resized to/],
    ['no share', { maxBad: 2 }, /maxBad must be a share from 0 to 1: got 2/],
  ])('refuses %s, and leaves an earlier file as it is', async (_, options, message) => {
    await writeFile(file, 'earlier');
    await expect(pack(options)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['photos.safetensors']);
    expect(await readFile(file, 'utf8')).toBe('earlier');
  });

  test('stops when it is told to, and leaves no file behind', async () => {
    const controller = new AbortController();
    const read: EncodedPicture[] = [];
    const pictures: PictureFiles = {
      ...photos,
      length: 1000,
      labels: undefined,
      async read(index) {
        read.push(photos.encoded[index % 7]!);
        return photos.encoded[index % 7]!;
      },
    };
    const onProgress = ({ pictures }: PackProgress) => pictures === 3 && controller.abort(new Error('enough'));
    await expect(pack({ pictures, signal: controller.signal, onProgress })).rejects.toThrow('enough');
    expect(read.length).toBeLessThan(20);
    await expect(pack({ signal: controller.signal })).rejects.toThrow('enough');
    const fails = () => {
      throw new Error('no more');
    };
    await expect(pack({ onProgress: fails })).rejects.toThrow('no more');
    expect(await readdir(folder)).toEqual([]);
  });

  test('names a file that cannot be written', async () => {
    await expect(pack({ file: join(folder, 'none', 'photos') })).rejects.toThrow(
      /none\/photos: expected a file that can be written, found ENOENT.*; choose a folder that can be written to$/,
    );
    await expect(pack({ file: folder })).rejects.toThrow(
      `${folder}: expected the name of a file, found a folder; name a file in it`,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
