import * as tf from '@tensorflow/tfjs-core';
import { flatten } from 'selfie-ops';
import type { Communicator } from '../interfaces.ts';
import { disposePass, type Pass } from './forward-backward.ts';
import { mapPass } from './map-pass.ts';
import { read } from './read.ts';

/** What a rank brings to a step, and gets back for all of them. */
export interface RankStep {
  readonly pass: Pass;
  /** Images that it stands for. */
  readonly pictures: number;
  /** Whether to stop after this step. */
  readonly stop: boolean;
}

/**
 * Averages a step over the images of all ranks, in one all-reduce; one asked to stop stops all.
 *
 * The given pass is used up: it is disposed, or with one rank given back.
 */
export async function averageOverRanks(communicator: Communicator, step: RankStep): Promise<RankStep> {
  if (communicator.size === 1) return step;
  try {
    const sums = await packed(step);
    await communicator.allReduce(sums);
    const [pictures, stopping] = sums.subarray(-2) as unknown as [number, number];
    return { pass: unpacked(step.pass, sums, 1 / pictures), pictures, stop: stopping > 0 };
  } finally {
    disposePass(step.pass);
  }
}

/** All numbers of the pass times its pictures, in the order of `mapPass`; then the pictures, and whether to stop. */
async function packed({ pass, pictures, stop }: RankStep): Promise<Float32Array> {
  const { loss, metrics, gradients, statistics } = pass;
  const tensors = [loss, ...Object.values(metrics), ...Object.values(gradients), ...statistics.values()];
  const flat = await read(() => tf.concat([tf.mul(flatten(tensors), pictures), tf.tensor1d([pictures, Number(stop)])]));
  return flat.slice(); // a backend may give an array that it goes on using
}

/** A pass like another, of the sums times a factor. */
function unpacked(like: Pass, sums: Float32Array, factor: number): Pass {
  const means = tf.tidy(() => tf.mul(tf.tensor1d(sums), factor) as tf.Tensor1D);
  let begin = 0;
  try {
    return mapPass(like, ({ size, shape }) => {
      const mean = tf.tidy(() => tf.reshape(tf.slice(means, begin, size), shape));
      begin += size;
      return mean;
    });
  } finally {
    means.dispose();
  }
}
