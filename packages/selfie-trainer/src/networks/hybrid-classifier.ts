import * as tf from '@tensorflow/tfjs-core';
import { checkCount } from '../check-count.ts';
import type { Classifier, Patches, PatchNetwork, PoolingHead, PositionEmbedding } from '../interfaces.ts';
import { checkParts } from '../objectives/check-parts.ts';
import { patchFeatures } from '../objectives/patch-features.ts';
import { prefixed } from '../variables/prefixed.ts';
import { linear } from './linear.ts';

/** The parts of the hybrid of convolutions and attention. */
export interface HybridClassifierOptions {
  /** Cuts; nothing is hidden here. */
  readonly patches: Patches;
  /** Patches to features of size d, as pretrained or fresh. */
  readonly patchNetwork: PatchNetwork;
  /** All patches' features to one vector an image, as pretrained or fresh. */
  readonly pool: PoolingHead;
  /** How many classes; at least 2. */
  readonly classes: number;
  /** The pool's position table, so that it is listed among the variables and trained. @default none */
  readonly positions?: PositionEmbedding & { readonly count?: number };
  /** Seeds the linear layer's initial values. @default 0 */
  readonly seed?: number;
}

/**
 * Classifies images `[b, h, w, c]` from their patches: patch network, pooling head, linear (Selfie, section 4.2).
 *
 * All n patches are visible, in row-major order. Its own variables are `classifier/kernel` and `classifier/bias`; the
 * parts stay their makers' to dispose.
 *
 * @throws if there are fewer than 2 classes, or if network, pool and positions differ in size.
 */
export function hybridClassifier({
  patches,
  patchNetwork,
  pool,
  classes,
  positions,
  seed = 0,
}: HybridClassifierOptions): Classifier {
  checkCount('classes', classes, 2);
  checkParts({ patches, patchNetwork, pool, positions });
  const classifier = linear({ inputs: patchNetwork.outputSize, outputs: classes, seed, path: 'classifier' });

  return {
    variables: prefixed({ patchNetwork, pool, positions, classifier }),
    apply: (images, options) =>
      tf.tidy(() => {
        const features = patchFeatures({ patches, patchNetwork }, images, options); // [b, n, d]
        const everywhere = tf.tile(tf.range(0, patches.count, 1, 'int32'), [images.shape[0]]);
        const at = tf.reshape(everywhere, [images.shape[0], patches.count]) as tf.Tensor2D; // [b, n]
        return classifier.apply(pool.apply(features, at, options));
      }),
    dispose: classifier.dispose,
  };
}
