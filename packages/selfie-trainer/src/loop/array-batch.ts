import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../interfaces.ts';

/** A batch before it becomes tensors, as a data set gives it: images `[b, h, w, c]` and, where there are any, labels `[b]`. */
export interface ArrayBatch {
  /** The pixels, row by row; the trainer reads the array until its step is done. */
  readonly images: Float32Array;
  readonly shape: readonly [b: number, h: number, w: number, c: number];
  /** The classes, 0 … classes − 1. */
  readonly labels?: Int32Array;
  /** Where the data go on after it, as JSON has it, if the step alone does not tell, as in a stream. */
  readonly next?: unknown;
}

/** The batch as tensors; the caller disposes them. */
export function toTensors({ images, shape, labels }: ArrayBatch): Batch {
  if (labels && labels.length !== shape[0]) {
    throw new Error(`a batch has one label an image: got ${labels.length} labels for ${shape[0]} images`);
  }
  const [b, h, w, c] = shape;
  return {
    images: tf.tensor4d(images, [b, h, w, c]),
    ...(labels && { labels: tf.tensor1d(labels, 'int32') }),
  };
}
