import type { ArrayBatch } from '../loop/array-batch.ts';

/** Batches that are gone through once. */
export type Batches = Iterable<ArrayBatch> | AsyncIterable<ArrayBatch>;

/** The pictures of an experiment, as functions; `selfie-data` has one for each. */
export interface ExperimentData {
  /** The class `[count]` of every picture that may be labelled, from 0. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** Indices `[count]` of a random subset with as many examples of each class, e.g. `classBalancedSubset`. */
  subset(options: { labels: ArrayLike<number>; classes: number; count: number; seed: number }): Int32Array;
  /** The pictures to learn from: a batch for each step, e.g. `batches` with augmentation. */
  training(options: {
    indices: Int32Array;
    batchSize: number;
    seed: number;
  }): (step: number) => ArrayBatch | Promise<ArrayBatch>;
  /** The same pictures, each once and as it is, e.g. `evaluationBatches`. */
  evaluation(indices: Int32Array): Batches;
  /** The test pictures, each once. */
  test(): Batches;
}

/** Indices of pictures to learn from, and, in tuning, of those held out of them. */
export interface Split {
  readonly learned: Int32Array;
  readonly heldOut?: Int32Array;
}

/** Draws the labelled pictures of a seed. */
export function labelledPictures({ subset, labels, classes }: ExperimentData, count: number, seed: number): Int32Array {
  return subset({ labels, classes, count, seed });
}

/** Holds a share of labelled pictures out, class by class as evenly as it goes, and at least one picture. */
export function holdOut(
  { subset, labels, classes }: ExperimentData,
  labelled: Int32Array,
  { share, seed }: { share: number; seed: number },
): Required<Split> {
  const theirs = labelled.map((index) => labels[index]!);
  const count = Math.max(1, Math.round(share * labelled.length));
  const places = new Set(subset({ labels: theirs, classes, count, seed }));
  return {
    learned: labelled.filter((_, place) => !places.has(place)),
    heldOut: labelled.filter((_, place) => places.has(place)),
  };
}
