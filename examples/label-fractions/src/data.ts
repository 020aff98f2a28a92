import { augment, normalise, type Pictures } from 'example-fashion-mnist/src/pictures.ts';
import { batches, classBalancedSubset, evaluationBatches } from 'selfie-data';
import type { ExperimentData } from 'selfie-trainer';

const firstOnes = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

/** Pictures an evaluation batch. */
const batchSize = 100;

/** What the experiment is to know of the pictures. */
export const experimentData = ({ train, test }: Pictures, testPictures: number): ExperimentData => ({
  labels: train.labels,
  classes: train.classes,
  subset: classBalancedSubset,
  training: (options) => batches({ ...options, data: train, augment, normalise }),
  evaluation: (indices) => evaluationBatches({ data: train, indices, batchSize, normalise }),
  test: () => testBatches({ test }, testPictures),
});

/** The first test pictures, at most so many. */
export const testBatches = ({ test }: Pick<Pictures, 'test'>, count: number) =>
  evaluationBatches({ data: test, indices: firstOnes(Math.min(count, test.length)), batchSize, normalise });

/** The pictures that are seen without labels: the first of the set, which comes in random order. */
export const unlabelledPictures = ({ train }: Pick<Pictures, 'train'>, share: number): Int32Array =>
  firstOnes(Math.ceil(share * train.length));
