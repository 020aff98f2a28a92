import type { ArrayBatch } from '../batch-assembler.ts';
import { checkBatchSize } from '../check-batch-size.ts';
import { checkStep } from '../check-step.ts';
import type { EncodedPicture, PictureStream } from '../sources/picture.ts';
import { allDone } from './all-done.ts';
import { labelsOf } from './labels-of.ts';
import { type LoadingOptions, loadingOf } from './loading.ts';
import { madeAhead } from './made-ahead.ts';
import type { ExampleOptions } from './write-example.ts';

/** What batches are loaded from, and how. */
export interface StreamLoaderOptions<Position> extends ExampleOptions {
  /** Encoded pictures in the order of a stream, e.g. a `webDataset`. */
  readonly stream: PictureStream<Position>;
  /** How many pictures a batch holds. */
  readonly batchSize: number;
  /** Decides every draw of the augmentation: an unsigned 32-bit integer. */
  readonly seed: number;
  /** Threads, batches made before they are asked for, and what is done about broken pictures. */
  readonly loading?: LoadingOptions;
}

/** A batch, and where the stream goes on after it. */
export interface StreamBatch<Position> extends ArrayBatch {
  readonly next: Position;
}

/** Batches of a stream of pictures that are decoded and augmented while others are learned from. */
export interface StreamLoader<Position> {
  /**
   * The batch `[batchSize, h, w, c]` of a step. Steps follow each other; whoever begins with another one says where: at the
   * `next` of the batch before it. Its memory is used again once another batch is asked for: copy what is to stay.
   */
  batches(step: number, from?: Position): Promise<StreamBatch<Position>>;
  /** What is wrong with each broken picture that was found so far. */
  readonly bad: readonly string[];
  /** Ends the threads and the stream. */
  close(): Promise<void>;
}

/**
 * Loads a stream's pictures as batches, epoch after epoch, with augmentation drawn from (seed, number of the example):
 * the same batches however many threads there are, and wherever a run goes on.
 *
 * In place of a broken picture comes the one after it in the same batch, with draws of its own.
 *
 * @throws RangeError if an option is out of its range; `batches`, Error if a step does not follow and has no position, too
 * many of the pictures that were seen are broken, or the stream throws.
 */
export function streamLoader<Position>(options: StreamLoaderOptions<Position>): StreamLoader<Position> {
  const { stream, batchSize, seed, loading, ...example } = options;
  checkBatchSize(batchSize);
  const [height, width, channels] = example.shape;
  const size = height * width * channels;
  const { prefetch, ...start } = loadingOf(loading, example);
  const [threads, bad] = [start.threads(), start.bad()];
  let seen = 0;

  /** Writes a batch's samples into its places, and gives their labels. */
  async function write(samples: readonly EncodedPicture[], batch: SharedArrayBuffer, step: number) {
    const first = step * batchSize;
    return allDone(
      samples.map(async (_, place) => {
        const target = { batch, offset: place * size, example: { seed, stream: first + place } };
        for (let other = 0; other < batchSize; other++) {
          const sample = samples[(place + other) % batchSize]!;
          if (bad.has(sample.origin)) continue;
          const written = await threads.write(target, async () => sample);
          if (written.bad === undefined) return written.label;
          bad.add(sample.origin, written.bad, seen);
        }
        throw new Error(
          `step ${step}: none of ${batchSize} pictures can be decoded, the last is ${samples.at(-1)!.origin}`,
        );
      }),
    );
  }

  /** Batches one after the other from a position on. */
  function begin(from: Position | undefined) {
    const source = endless(stream, from);
    let reading: Promise<unknown> = Promise.resolve();
    const read = (): Promise<Sample<Position>[]> => {
      const samples = reading.then(() => take(source, batchSize));
      reading = samples.catch(() => {});
      return samples;
    };
    const { at } = madeAhead(prefetch, batchSize * size * 4, async (step, memory): Promise<StreamBatch<Position>> => {
      const samples = await read();
      seen += batchSize;
      const labels = await write(samples, memory, step);
      const { next } = samples.at(-1)!;
      return {
        images: new Float32Array(memory),
        shape: [batchSize, height, width, channels],
        ...labelsOf(labels),
        next,
      };
    });
    return { at, end: () => source.return() };
  }

  let current: ReturnType<typeof begin> | undefined;
  let last = -1;
  return {
    async batches(step, from) {
      checkStep(step);
      if (!current || (step !== last && step !== last + 1)) {
        if (step > 0 && from === undefined) {
          throw new Error(
            `step ${step} does not follow step ${last}: expected where the stream goes on; pass the next of the batch before it`,
          );
        }
        current?.end().catch(() => {});
        current = begin(step === 0 ? undefined : from);
      }
      last = step;
      return current.at(step);
    },
    bad: bad.reasons,
    async close() {
      await Promise.all([threads.close(), current?.end()]);
    },
  };
}

type Sample<Position> = EncodedPicture & { readonly next: Position };

/** All samples from a position on, epoch after epoch. */
async function* endless<Position>(
  stream: PictureStream<Position>,
  from?: Position,
): AsyncGenerator<Sample<Position>, void> {
  for (let next = from; ; ) {
    let samples = 0;
    for await (const sample of stream.samples(next)) {
      samples++;
      next = sample.next;
      yield sample;
    }
    if (samples === 0) throw new Error('the stream has no pictures: expected at least one an epoch; check its source');
  }
}

async function take<T>(source: AsyncGenerator<T, void>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const sample = await source.next();
    if (sample.done) throw new Error('the stream was closed while it was read; make a new loader');
    taken.push(sample.value);
  }
  return taken;
}
