import { availableParallelism } from 'node:os';
import { type BadPictureOptions, type BadPictures, badPictures } from '../sources/bad-pictures.ts';
import { type PictureWorkers, pictureWorkers } from './picture-workers.ts';
import { type ExampleOptions, exampleWriter } from './write-example.ts';

/** How pictures are loaded; threads and batches ahead change no bit of what is loaded. */
export interface LoadingOptions extends BadPictureOptions {
  /**
   * Worker threads; 0: the calling thread does their work. Decoding itself goes on in the threads of Node's pool, four
   * unless `UV_THREADPOOL_SIZE` says otherwise.
   *
   * @default one less than there are cores, at least 1
   */
  readonly workers?: number;
  /**
   * Batches made before they are asked for.
   *
   * @default 2
   */
  readonly prefetch?: number;
}

/** Loading that can begin. */
export interface Loading {
  readonly prefetch: number;
  bad(): BadPictures;
  threads(): PictureWorkers;
}

/** @throws RangeError if an option is out of its range. */
export function loadingOf(
  { workers = Math.max(1, availableParallelism() - 1), prefetch = 2, ...bad }: LoadingOptions = {},
  example: ExampleOptions,
): Loading {
  if (!Number.isInteger(workers) || workers < 0) {
    throw new RangeError(`loading.workers must be a whole number from 0: got ${workers}; use 0 for none`);
  }
  if (!Number.isInteger(prefetch) || prefetch < 0) {
    throw new RangeError(`loading.prefetch must be a whole number from 0: got ${prefetch}; use e.g. 2`);
  }
  badPictures(bad);
  exampleWriter(example);
  return { prefetch, bad: () => badPictures(bad), threads: () => pictureWorkers(workers, example) };
}
