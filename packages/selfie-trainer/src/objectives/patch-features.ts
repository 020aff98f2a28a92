import * as tf from '@tensorflow/tfjs-core';
import type { ApplyOptions, Patches, PatchNetwork } from '../interfaces.ts';

/**
 * Images `[b, h, w, c]` to the features `[b, n, d]` of all their patches.
 *
 * The patches of all images go through the network at once, so that they share batch-norm statistics.
 */
export function patchFeatures(
  { patches, patchNetwork }: { patches: Patches; patchNetwork: PatchNetwork },
  images: tf.Tensor4D,
  options?: ApplyOptions,
): tf.Tensor3D {
  const cut = patches.extract(images); // [b, n, p, p, c]
  const [b, n, ...patch] = cut.shape;
  const features = patchNetwork.apply(tf.reshape(cut, [b * n, ...patch]), options); // [b·n, d]
  return tf.reshape(features, [b, n, patchNetwork.outputSize]);
}
