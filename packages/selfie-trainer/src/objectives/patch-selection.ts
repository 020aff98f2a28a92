import * as tf from '@tensorflow/tfjs-core';
import type {
  ApplyOptions,
  Loss,
  Objective,
  Patches,
  PatchNetwork,
  PoolingHead,
  PositionEmbedding,
  QueryHead,
} from '../interfaces.ts';
import { prefixed } from '../variables/prefixed.ts';
import { accuracy } from './accuracy.ts';
import { checkParts } from './check-parts.ts';
import { patchFeatures } from './patch-features.ts';

/** The parts of the pretraining task. */
export interface PatchSelectionOptions {
  /** Cuts and hides. */
  readonly patches: Patches;
  /** Patches to features of size d. */
  readonly patchNetwork: PatchNetwork;
  /** Summarises the visible patches: a `PoolingHead` for the literal head, a `QueryHead` for the query head. */
  readonly pool: PoolingHead | QueryHead;
  /** Vectors of size d for all n positions; the pool's own, so that query and context speak of the same places. */
  readonly positions: PositionEmbedding & { readonly count?: number };
  /** Scores queries against candidates, e.g. `contrastiveLoss()`. */
  readonly loss: Loss;
  /**
   * `literal`: the query of position j is `u + position(j)`, the paper's formula. `query`: one query token per hidden
   * position inside the pool, where position and context meet.
   *
   * @default 'literal' (Selfie, section 3.3)
   */
  readonly head?: 'literal' | 'query';
}

/** Which patch was chosen: positions int32, candidate j of an image is the patch at `hidden[j]`. */
export interface Selection {
  /** `[b, n − m]` */
  readonly visible: tf.Tensor2D;
  /** `[b, m]` */
  readonly hidden: tf.Tensor2D;
  readonly loss: tf.Scalar;
  /** `[b, m, m]`: row i scores all candidates for position `hidden[i]`; absent where the loss has none. */
  readonly logits?: tf.Tensor3D;
}

/** The pretraining objective; its metric is `accuracy`, the fraction of hidden positions whose own patch was chosen. */
export interface PatchSelection extends Objective {
  /** Hides patches of the images `[b, h, w, c]` and chooses among them; `options.random` is required. */
  select(images: tf.Tensor4D, options: ApplyOptions): Selection;
}

/**
 * Pretrains by choosing, for every hidden position, the hidden patch that belongs there (Selfie, section 3).
 *
 * Candidates are the features of the hidden patches in the order of `hidden`, without positions, which would give the
 * answer away. The parts stay their makers' to dispose.
 *
 * @throws if the head needs what the pool lacks, or if network, pool and positions differ in size.
 */
export function patchSelection({
  patches,
  patchNetwork,
  pool,
  positions,
  loss,
  head = 'literal',
}: PatchSelectionOptions): PatchSelection {
  const answer = answerer(head, pool, positions);
  checkParts({ patches, patchNetwork, pool, positions });

  const select = (images: tf.Tensor4D, options: ApplyOptions): Selection =>
    tf.tidy(() => {
      if (!options.random) {
        throw new Error('patch selection draws which patches to hide: pass random, e.g. { seed: 0, first: 0 }');
      }
      const { visible, hidden } = patches.split(images.shape[0], options.random); // [b, n − m], [b, m]
      const features = patchFeatures({ patches, patchNetwork }, images, options); // [b, n, d]
      const queries = answer(pick(features, visible), visible, hidden, options); // [b, m, d]
      const candidates = pick(features, hidden); // [b, m, d]
      return { visible, hidden, ...loss(queries, candidates) };
    });

  return {
    variables: prefixed({ patchNetwork, pool, positions }),
    select,
    apply: ({ images }, options = {}) =>
      tf.tidy(() => {
        const { loss, logits } = select(images, options);
        const metrics: Record<string, tf.Scalar> = {};
        if (logits) metrics.accuracy = accuracy(logits, tf.range(0, logits.shape[2], 1, 'int32'));
        return { loss, metrics };
      }),
    dispose() {},
  };
}

/** The head: features of visible patches, their positions and the hidden positions to queries `[b, m, d]`. */
function answerer(
  head: 'literal' | 'query',
  pool: PoolingHead | QueryHead,
  positions: PositionEmbedding,
): QueryHead['queries'] {
  if (head === 'query') {
    if (!('queries' in pool)) {
      throw new Error("head 'query' needs a pool with queries(), and this one has none; use head 'literal'");
    }
    return pool.queries;
  }
  if (!('apply' in pool)) {
    throw new Error("head 'literal' needs a pool with apply(), and this one has none; use head 'query'");
  }
  return (features, visible, hidden, options) => {
    const context = pool.apply(features, visible, options); // [b, d]
    return tf.add(tf.expandDims(context, 1), positions.apply(hidden));
  };
}

/** The features `[b, k, d]` at positions `[b, k]`, as a product with one-hot rows, which every backend differentiates. */
function pick(features: tf.Tensor3D, positions: tf.Tensor2D): tf.Tensor3D {
  const chosen = tf.oneHot(positions, features.shape[1], 1, 0, 'float32') as tf.Tensor3D; // [b, k, n]
  return tf.matMul(chosen, features);
}
