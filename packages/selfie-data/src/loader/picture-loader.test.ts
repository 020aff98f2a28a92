import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { augmenter } from '../augment/augmenter.ts';
import { writePicture } from '../augment/write-picture.ts';
import { batches } from '../batches.ts';
import { standardisationTable } from '../channel-statistics.ts';
import { decodePicture } from '../decode/decode-picture.ts';
import { photo } from '../decode/fixtures/photo.ts';
import { exampleOrder } from '../example-order.ts';
import { imageFolder } from '../folder/image-folder.ts';
import { brokenOff, encodedPhotos, inMemory } from './fixtures/encoded-photos.ts';
import { type PictureLoader, type PictureLoaderOptions, pictureLoader } from './picture-loader.ts';

const encoded = await encodedPhotos(11);

const open: PictureLoader[] = [];
afterEach(async () => {
  for (const loader of open.splice(0)) await loader.close();
});
function loader(options: Partial<PictureLoaderOptions> = {}): PictureLoader {
  const made = pictureLoader({
    ...{ pictures: inMemory(encoded), shape: [9, 7, 3], batchSize: 4, seed: 5, normalise, augment },
    ...options,
    loading: { onBad: () => {}, ...options.loading },
  });
  open.push(made);
  return made;
}
const normalise = { mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4] };
const augment = { randomResizedCrop: {}, colorJitter: { hue: 0.2 }, shift: 1, flip: 'horizontal' } as const;

/** Copies of the batches of some steps, asked for in this order. */
async function copies({ batches }: PictureLoader, steps: number[]) {
  const list = [];
  for (const step of steps) {
    const { images, labels } = await batches(step);
    list.push({ images: images.slice(), labels });
  }
  return list;
}

describe('pictureLoader', () => {
  test('gives what decoding, augmenting and writing picture by picture give, in the order of batches', async () => {
    const { images, shape, labels } = await loader().batches(3);
    expect(shape).toEqual([4, 9, 7, 3]);
    const { view, recolor, place } = augmenter({ shape: [9, 7, 3], augment });
    const order = exampleOrder(
      Int32Array.from({ length: 11 }, (_, i) => i),
      5,
    );
    const expected = new Float32Array(4 * 189);
    for (let i = 0; i < 4; i++) {
      const example = { seed: 5, stream: 12 + i };
      const { pixels } = await decodePicture(encoded[order(12 + i)]!, { view: (size) => view(size, example) });
      recolor(pixels, example);
      writePicture(expected, i * 189, pixels, [9, 7, 3], place(example), standardisationTable(normalise, 3));
    }
    expect(images).toEqual(expected);
    expect(labels).toEqual(Int32Array.from([12, 13, 14, 15], (stream) => order(stream) % 3));
  });

  test('has the same bits with 0, 1 and 3 threads, any number of batches ahead, and wherever it begins', async () => {
    const straight = await copies(loader({ loading: { workers: 0, prefetch: 0 } }), [0, 1, 2, 3, 4, 5]);
    const inPairs = loader({ loading: { workers: 1 } });
    expect(await copies(inPairs, [0, 1, 2, 3, 4, 5])).toEqual(straight);
    expect(await copies(loader({ loading: { workers: 3, prefetch: 4 } }), [3, 4, 5])).toEqual(straight.slice(3));
    const back = await copies(inPairs, [5, 0, 2, 1]);
    expect(back).toEqual([5, 0, 2, 1].map((step) => straight[step]));
  });

  test('threads read the files of a folder themselves, and tell of one that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'selfie-loader-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const [i, { bytes, label }] of encoded.entries()) {
      await mkdir(join(folder, `${label}`), { recursive: true });
      await writeFile(join(folder, `${label}`, `${i}.jpg`), bytes);
    }
    const pictures = await imageFolder(folder, { cache: 'none' });
    const read = async (index: number) => ({ ...(await pictures.read(index)) });
    const straight = await copies(loader({ pictures: { ...pictures, path: undefined, read } }), [0, 1, 2]);
    const onlyPaths = { ...pictures, read: () => Promise.reject(new Error('read by the calling thread')) };
    for (const workers of [0, 1, 3]) {
      expect(await copies(loader({ pictures: onlyPaths, loading: { workers } }), [0, 1, 2])).toEqual(straight);
    }
    const gone = pictures.path(5);
    await rm(gone);
    const made = loader({ pictures: onlyPaths, loading: { workers: 2, maxBad: 0.1 } });
    await copies(made, [0, 1, 2]);
    expect(made.bad).toEqual([`${gone}: expected a picture, found no such file; check the path`]);
  });

  test('stored pictures give what batches give of them in memory', async () => {
    const stored = Array.from({ length: 6 }, (_, i) => ({ ...photo(9, 7), origin: `${i}`, label: i }));
    for (const [i, { pixels }] of stored.entries()) pixels.fill(40 * i, 5 * i, 80);
    const images = new Uint8Array(6 * 189);
    for (const [i, { pixels }] of stored.entries()) images.set(pixels, i * 189);
    const data = { length: 6, shape: [9, 7, 3] as const, images, labels: Uint8Array.of(0, 1, 2, 3, 4, 5), classes: 6 };
    const expected = batches({ data, batchSize: 4, seed: 5, normalise, augment });
    const { batches: loaded } = loader({ pictures: inMemory(stored) });
    for (const step of [0, 1, 2]) {
      const { images, labels } = await loaded(step);
      expect(images).toEqual(expected(step).images);
      expect(labels).toEqual(Int32Array.from(expected(step).labels!));
    }
  });

  test('in place of a broken picture comes another, the same with any number of threads', async () => {
    const mixed = encoded.map((picture, i) => (i === 4 ? brokenOff(picture) : picture));
    const unreadable = {
      ...inMemory(mixed),
      read: (i: number) => (i === 7 ? Promise.reject(new Error('7 is locked')) : inMemory(mixed).read(i)),
    };
    const reasons: string[] = [];
    const options = { pictures: unreadable, loading: { maxBad: 0.2, onBad: (reason: string) => reasons.push(reason) } };
    const made = loader(options);
    const mended = await copies(made, [0, 1, 2, 3]);
    expect([...made.bad].sort()).toEqual([expect.stringMatching(/^4\.jpg: expected a whole JPEG/), '7 is locked']);
    expect(reasons).toEqual(made.bad);
    const again = loader({ ...options, loading: { ...options.loading, workers: 3 } });
    expect(await copies(again, [2, 3])).toEqual(mended.slice(2));
    const whole = await copies(loader(), [0, 1, 2, 3]);
    const order = exampleOrder(
      Int32Array.from({ length: 11 }, (_, i) => i),
      5,
    );
    for (let stream = 0; stream < 16; stream++) {
      const [a, b] = [mended, whole].map((list) =>
        list[stream >> 2]!.images.slice((stream % 4) * 189, (stream % 4) * 189 + 189),
      );
      if ([4, 7].includes(order(stream))) expect(a).not.toEqual(b);
      else expect(a).toEqual(b);
    }
  });

  test('too many broken pictures are an error, with strict the first is', async () => {
    const pictures = inMemory(encoded.map((picture, i) => (i % 2 === 0 ? brokenOff(picture) : picture)));
    await expect(loader({ pictures }).batches(0)).rejects.toThrow(
      /^\d of 11 pictures are broken, more than maxBad 0.01 allows: \d+\.jpg: expected a whole JPEG.*; mend or remove them, or raise maxBad$/,
    );
    await expect(loader({ pictures, loading: { strict: true } }).batches(0)).rejects.toThrow(
      /^\d+\.jpg: expected a whole/,
    );
    await expect(
      loader({ pictures: inMemory([brokenOff(encoded[0]!), brokenOff(encoded[1]!)]), loading: { maxBad: 1 } }).batches(
        0,
      ),
    ).rejects.toThrow('none of 2 pictures can be decoded');
  });

  test('reads no more than a few batches ahead', async () => {
    let read = 0;
    const pictures = {
      length: 11,
      read: async (i: number) => {
        read++;
        return encoded[i]!;
      },
    };
    const { batches } = loader({ pictures, loading: { prefetch: 2 } });
    for (const [step, count] of [12, 16].entries()) {
      await batches(step);
      await expect.poll(() => read, { timeout: 60_000 }).toBe(count);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(read).toBe(count);
    }
  });

  test('ends what is being made when it is closed', async () => {
    const made = loader();
    await made.batches(0);
    const pending = made.batches(9);
    await made.close();
    await expect(pending).rejects.toThrow(/^a thread that decodes pictures ended \(exit code 1\); make a new loader$/);
  });

  test.each([
    [{ batchSize: 0 }, 'batchSize must be a whole number above 0: got 0; use e.g. 64'],
    [{ shape: [9, 7, 2] }, 'shape must end with 1 or 3 channels: got [9, 7, 2]; use 3 for RGB'],
    [{ loading: { workers: 1.5 } }, 'loading.workers must be a whole number from 0: got 1.5; use 0 for none'],
    [{ loading: { prefetch: -1 } }, 'loading.prefetch must be a whole number from 0: got -1; use e.g. 2'],
    [{ loading: { maxBad: 2 } }, 'maxBad must be a share from 0 to 1: got 2; use e.g. 0.01'],
    [{ indices: Int32Array.of(11) }, 'indices must be from 0 to 10: got 11; use indices of this data set'],
  ] as [Partial<PictureLoaderOptions>, string][])('refuses %o', (options, message) => {
    expect(() => loader(options)).toThrow(message);
  });

  test('refuses a step that is none', async () => {
    await expect(loader().batches(-1)).rejects.toThrow(
      'step must be a whole number from 0: got -1; count steps from 0',
    );
  });
});
