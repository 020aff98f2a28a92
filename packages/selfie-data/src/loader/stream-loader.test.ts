import { afterEach, describe, expect, test } from 'vitest';
import type { EncodedPicture, PictureStream } from '../sources/picture.ts';
import { brokenOff, encodedPhotos } from './fixtures/encoded-photos.ts';
import { type StreamLoader, type StreamLoaderOptions, streamLoader } from './stream-loader.ts';
import { exampleWriter } from './write-example.ts';

const encoded = await encodedPhotos(10);

/** Epochs of these pictures, each turned round one further; positions are counts. */
const streamOf = (pictures: readonly EncodedPicture[]): PictureStream<number> => ({
  async *samples(from = 0) {
    for (let at = from, end = (Math.floor(from / 10) + 1) * 10; at < end; at++) {
      yield { ...pictures[(at + Math.floor(at / 10)) % 10]!, next: at + 1 };
    }
  },
});

const open: StreamLoader<number>[] = [];
afterEach(async () => {
  for (const loader of open.splice(0)) await loader.close();
});
function loader(options: Partial<StreamLoaderOptions<number>> = {}): StreamLoader<number> {
  const made = streamLoader({
    ...{ stream: streamOf(encoded), shape, batchSize: 4, seed: 5, augment },
    ...options,
    loading: { onBad: () => {}, ...options.loading },
  });
  open.push(made);
  return made;
}
const shape = [9, 7, 3] as const;
const augment = { randomResizedCrop: {}, flip: 'horizontal' } as const;

async function copies({ batches }: StreamLoader<number>, steps: number[], from?: number) {
  const list = [];
  for (const step of steps) {
    const { images, labels, next } = await batches(step, from);
    list.push({ images: images.slice(), labels, next });
  }
  return list;
}

describe('streamLoader', () => {
  test('gives the samples in order, epoch after epoch, each augmented by its number', async () => {
    const [, , third] = await copies(loader(), [0, 1, 2]);
    const write = exampleWriter({ shape, augment });
    const expected = new Float32Array(4 * 189);
    for (const [i, index] of [8, 9, 1, 2].entries()) {
      await write(expected, i * 189, encoded[index]!, { seed: 5, stream: 8 + i });
    }
    expect(third).toEqual({ images: expected, labels: Int32Array.of(2, 0, 1, 2), next: 12 });
  });

  test('has the same bits with 0, 1 and 3 threads, and goes on from where a batch ended', async () => {
    const straight = await copies(loader({ loading: { workers: 0, prefetch: 0 } }), [0, 1, 2, 3, 4, 5]);
    expect(await copies(loader({ loading: { workers: 1 } }), [0, 1, 2, 2, 3, 4, 5])).toEqual([
      ...straight.slice(0, 3),
      ...straight.slice(2),
    ]);
    const threads = { loading: { workers: 3, prefetch: 3 } };
    expect(await copies(loader(threads), [3, 4, 5], straight[2]!.next)).toEqual(straight.slice(3));
    const back = loader(threads);
    await copies(back, [0, 1]);
    expect(await copies(back, [0, 1, 2])).toEqual(straight.slice(0, 3));
  });

  test('in place of a broken picture comes the one after it in the batch', async () => {
    const pictures = encoded.map((picture, i) => (i === 6 || i === 7 ? brokenOff(picture) : picture));
    const options = { stream: streamOf(pictures), loading: { maxBad: 0.5 } };
    const made = loader(options);
    const [, second, third] = await copies(made, [0, 1, 2]);
    const write = exampleWriter({ shape, augment });
    const expected = new Float32Array(4 * 189);
    for (const [i, index] of [4, 5, 4, 4].entries()) {
      await write(expected, i * 189, encoded[index]!, { seed: 5, stream: 4 + i });
    }
    expect(second).toEqual({ images: expected, labels: Int32Array.of(1, 2, 1, 1), next: 8 });
    expect(made.bad).toHaveLength(2);
    expect(await copies(loader({ ...options, loading: { maxBad: 0.5, workers: 3 } }), [2], 8)).toEqual([third]);
  });

  test('too many broken pictures, or a batch of nothing else, are an error', async () => {
    const stream = streamOf(encoded.map(brokenOff));
    await expect(loader({ stream }).batches(0)).rejects.toThrow(/^\d+ of \d+ pictures are broken, more than/);
    await expect(loader({ stream, loading: { strict: true } }).batches(0)).rejects.toThrow(
      /^\d\.jpg: expected a whole/,
    );
    await expect(loader({ stream, loading: { maxBad: 1 } }).batches(0)).rejects.toThrow(
      'step 0: none of 4 pictures can be decoded, the last is 3.jpg',
    );
  });

  test('a step that does not follow needs a position; an empty stream is refused', async () => {
    const made = loader();
    await made.batches(0);
    await expect(made.batches(2)).rejects.toThrow(
      'step 2 does not follow step 0: expected where the stream goes on; pass the next of the batch before it',
    );
    const stream: PictureStream<number> = { async *samples() {} };
    await expect(loader({ stream }).batches(0)).rejects.toThrow('the stream has no pictures');
  });

  test('what the stream throws is thrown by the step that it falls in', async () => {
    const stream: PictureStream<number> = {
      async *samples(from) {
        for await (const sample of streamOf(encoded).samples(from)) {
          if (sample.next === 7) throw new Error('shard 3 breaks off');
          yield sample;
        }
      },
    };
    const made = loader({ stream });
    expect((await made.batches(0)).next).toBe(4);
    await expect(made.batches(1)).rejects.toThrow('shard 3 breaks off');
  });
});
