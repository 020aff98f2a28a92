import * as tf from '@tensorflow/tfjs-core';
import type { Patches, PatchNetwork } from '../interfaces.ts';
import { type ArrayBatch, toTensors } from '../loop/array-batch.ts';
import { nextTask } from '../loop/next-task.ts';
import { read } from '../loop/read.ts';
import { patchFeatures } from '../objectives/patch-features.ts';
import type { Features } from './features.ts';

/** Whose features, and of which pictures. */
export interface PooledFeaturesOptions {
  /** Cuts; nothing is hidden here. */
  readonly patches: Patches;
  readonly patchNetwork: PatchNetwork;
  /** Pictures as in evaluation, e.g. `evaluationBatches(…)`; with labels for the probes that need them. */
  readonly batches: Iterable<ArrayBatch> | AsyncIterable<ArrayBatch>;
}

/**
 * The features of pictures `[b, h, w, c]`: the mean over each picture's n patches of what the patch network gives `[b·n, d]`.
 *
 * The network runs as in evaluation, with its running statistics. Costs one forward pass of it a picture.
 *
 * @throws if there is no picture.
 */
export async function pooledFeatures({ patches, patchNetwork, batches }: PooledFeaturesOptions): Promise<Features> {
  const features: Float32Array[] = [];
  const labels: Int32Array[] = [];
  let count = 0;
  for await (const batch of batches) {
    features.push(
      await read(() => {
        const ofPatches = patchFeatures({ patches, patchNetwork }, toTensors(batch).images); // [b, n, d]
        return tf.mean(ofPatches, 1); // [b, d]
      }),
    );
    labels.push(batch.labels ?? new Int32Array());
    count += batch.shape[0];
    await nextTask();
  }
  if (count === 0) {
    throw new Error(
      'no features: the batches hold no picture; give some that can be gone through again, as an array can',
    );
  }
  const size = patchNetwork.outputSize;
  return {
    features: joined(features, new Float32Array(count * size)),
    labels: joined(labels, new Int32Array(labels.reduce((sum, { length }) => sum + length, 0))),
    count,
    size,
  };
}

/** All parts behind each other, in `whole`. */
function joined<T extends Float32Array | Int32Array>(parts: readonly T[], whole: T): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
