import type { ArrayBatch } from '../batch-assembler.ts';
import { checkBatchSize } from '../check-batch-size.ts';
import { chosenPictures } from '../chosen-pictures.ts';
import { allDone } from './all-done.ts';
import { labelsOf } from './labels-of.ts';
import { loadingOf } from './loading.ts';
import { madeAhead } from './made-ahead.ts';
import type { PictureLoaderOptions } from './picture-loader.ts';
import { sourceOf } from './source-of.ts';

/** What is loaded to be measured on, and how. */
export type EvaluationLoaderOptions = Omit<PictureLoaderOptions, 'seed' | 'augment'>;

/** Batches that can be gone through any number of times. */
export interface EvaluationLoader extends AsyncIterable<ArrayBatch> {
  /** How many batches there are. */
  readonly length: number;
}

/**
 * Every picture once, in order, resized and cropped in the middle, in batches `[b, h, w, c]`: b is the batch size, what is
 * left in the last batch, and less where pictures are broken, which are left out. A batch's memory is used again once
 * the next one is asked for. The threads end, and broken pictures are told anew, each time it is gone through.
 *
 * @throws RangeError if an option is out of its range; Error, while it is gone through, if too many pictures are broken.
 */
export function evaluationLoader(options: EvaluationLoaderOptions): EvaluationLoader {
  const { pictures, indices, batchSize, loading, ...example } = options;
  checkBatchSize(batchSize);
  const used = chosenPictures(pictures.length, indices);
  const length = Math.ceil(used.length / batchSize);
  const [height, width, channels] = example.shape;
  const size = height * width * channels;
  const { prefetch, ...start } = loadingOf(loading, example);
  return {
    length,
    async *[Symbol.asyncIterator]() {
      const [threads, bad] = [start.threads(), start.bad()];
      const ahead = madeAhead(prefetch, batchSize * size * 4, async (step, memory): Promise<ArrayBatch> => {
        const indices = used.subarray(step * batchSize, (step + 1) * batchSize); // none beyond the last step
        const written = await allDone(
          Array.from(indices, async (index, place) => {
            const target = { batch: memory, offset: place * size };
            const { label, bad: reason } = await threads.write(target, sourceOf(pictures, index));
            if (reason !== undefined) bad.add(index, reason, used.length);
            return { place, label: pictures.labels?.[index] ?? label, whole: reason === undefined };
          }),
        );
        const images = new Float32Array(memory);
        const whole = written.filter(({ whole }) => whole);
        whole.forEach(({ place }, i) => {
          if (place > i) images.copyWithin(i * size, place * size, (place + 1) * size);
        });
        return {
          images: images.subarray(0, whole.length * size),
          shape: [whole.length, height, width, channels],
          ...labelsOf(whole.map(({ label }) => label)),
        };
      });
      try {
        for (let step = 0; step < length; step++) {
          const batch = await ahead.at(step);
          if (batch.shape[0] > 0) yield batch;
        }
      } finally {
        await threads.close();
      }
    },
  };
}
