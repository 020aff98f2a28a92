import { uniform } from 'selfie-random';
import type { ArrayBatch } from '../batch-assembler.ts';
import { checkBatchSize } from '../check-batch-size.ts';
import { checkStep } from '../check-step.ts';
import { chosenPictures } from '../chosen-pictures.ts';
import { exampleOrder } from '../example-order.ts';
import type { IndexedPictures } from '../sources/picture.ts';
import { allDone } from './all-done.ts';
import { labelsOf } from './labels-of.ts';
import { type LoadingOptions, loadingOf } from './loading.ts';
import { madeAhead } from './made-ahead.ts';
import { sourceOf } from './source-of.ts';
import type { ExampleOptions } from './write-example.ts';

/** What batches are loaded from, and how. */
export interface PictureLoaderOptions extends ExampleOptions {
  /** Encoded or stored pictures by index, e.g. an `imageFolder`. */
  readonly pictures: IndexedPictures;
  /**
   * Which of the pictures are used.
   *
   * @default all
   */
  readonly indices?: Int32Array;
  /** How many pictures a batch holds. */
  readonly batchSize: number;
  /** Decides the order of pictures and every draw of the augmentation: an unsigned 32-bit integer. */
  readonly seed: number;
  /** Threads, batches made before they are asked for, and what is done about broken pictures. */
  readonly loading?: LoadingOptions;
}

/** Batches of pictures that are decoded and augmented while others are learned from. */
export interface PictureLoader {
  /** The batch `[batchSize, h, w, c]` of a step. Its memory is used again once another batch is asked for: copy what is to stay. */
  batches(step: number): Promise<ArrayBatch>;
  /** What is wrong with each broken picture that was found so far. */
  readonly bad: readonly string[];
  /** Ends the threads; batches that are asked for or being made are refused. */
  close(): Promise<void>;
}

/**
 * Loads pictures as batches, a function of the step as `batches` gives them of pictures in memory: the same order and the
 * same draws, whatever was asked before and however many threads there are.
 *
 * In place of a broken picture comes another, drawn from (seed, number of the example).
 *
 * @throws RangeError if an option is out of its range; `batches`, Error if too many pictures are broken or a thread died.
 */
export function pictureLoader(options: PictureLoaderOptions): PictureLoader {
  const { pictures, indices, batchSize, seed, loading, ...example } = options;
  checkBatchSize(batchSize);
  const used = chosenPictures(pictures.length, indices);
  const inOrder = exampleOrder(used, seed);
  const [height, width, channels] = example.shape;
  const size = height * width * channels;
  const { prefetch, ...start } = loadingOf(loading, example);
  const [threads, bad] = [start.threads(), start.bad()];

  /** The pictures that an example is tried with, one after the other. */
  const candidate = (stream: number, attempt: number) =>
    attempt === 0
      ? inOrder(stream)
      : used[Math.floor(uniform({ seed, stream, site: 'data/substitute', index: attempt }) * used.length)]!;

  /** Writes an example into its place in the batch, and gives its label. */
  async function write(batch: SharedArrayBuffer, place: number, stream: number): Promise<number | undefined> {
    const target = { batch, offset: place * size, example: { seed, stream } };
    for (let attempt = 0; ; attempt++) {
      const index = candidate(stream, attempt);
      if (bad.has(index)) {
        if (bad.reasons.length === used.length) throw new Error(`none of ${used.length} pictures can be decoded`);
        continue;
      }
      const written = await threads.write(target, sourceOf(pictures, index));
      if (written.bad === undefined) return pictures.labels?.[index] ?? written.label;
      bad.add(index, written.bad, used.length);
    }
  }

  const ahead = madeAhead(prefetch, batchSize * size * 4, async (step, batch): Promise<ArrayBatch> => {
    const places = Array.from({ length: batchSize }, (_, i) => write(batch, i, step * batchSize + i));
    const labels = await allDone(places);
    return {
      images: new Float32Array(batch),
      shape: [batchSize, height, width, channels],
      ...labelsOf(labels),
    };
  });
  return {
    async batches(step) {
      checkStep(step);
      return ahead.at(step);
    },
    bad: bad.reasons,
    close: threads.close,
  };
}
