import { type ArrayBatch, batchAssembler, type PictureOptions } from './batch-assembler.ts';

/** Batches that can be gone through any number of times. */
export interface EvaluationBatches extends Iterable<ArrayBatch> {
  /** How many batches there are. */
  readonly length: number;
}

/**
 * Every picture once, in order and unchanged but for its standardisation, in batches `[b, h, w, c]`: b is the batch
 * size, and what is left in the last batch.
 *
 * @throws RangeError if an option is out of its range.
 */
export function evaluationBatches(options: PictureOptions): EvaluationBatches {
  const { pictures, assemble } = batchAssembler(options);
  const { batchSize } = options;
  return {
    length: Math.ceil(pictures.length / batchSize),
    *[Symbol.iterator]() {
      for (let first = 0; first < pictures.length; first += batchSize) {
        yield assemble(pictures.subarray(first, first + batchSize));
      }
    },
  };
}
