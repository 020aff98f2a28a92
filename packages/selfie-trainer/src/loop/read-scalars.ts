import * as tf from '@tensorflow/tfjs-core';
import { read } from './read.ts';

/** Computes scalars in a `tf.tidy`, and reads all their values back from the backend in one go. */
export async function readScalars(compute: () => tf.Scalar[]): Promise<number[]> {
  return [...(await read(() => tf.stack(compute())))];
}
