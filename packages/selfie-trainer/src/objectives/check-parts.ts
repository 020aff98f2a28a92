import * as tf from '@tensorflow/tfjs-core';
import type { Patches, PatchNetwork, PoolingHead, PositionEmbedding, QueryHead } from '../interfaces.ts';

/** Parts that meet: what the network gives, the head must take, and the positions must be as long. */
export interface Parts {
  readonly patches: Patches;
  readonly patchNetwork: PatchNetwork;
  readonly pool: PoolingHead | QueryHead;
  /** One that knows how many positions it has is asked. */
  readonly positions?: PositionEmbedding & { readonly count?: number };
}

/**
 * Runs head and positions once, on the features `[1, 1, d]` of one patch full of zeros, to see that the sizes agree.
 *
 * @throws a sentence that names the parts that do not fit, and their sizes.
 */
export function checkParts({ patches, patchNetwork, pool, positions }: Parts): void {
  const d = patchNetwork.outputSize;
  if (positions?.count !== undefined && positions.count !== patches.count) {
    throw new Error(
      `the position table has ${positions.count} positions, an image ${patches.count} patches; ` +
        `make a table of ${patches.count}`,
    );
  }
  tf.tidy(() => {
    const features = tf.zeros<tf.Rank.R3>([1, 1, d]);
    const first = tf.zeros<tf.Rank.R2>([1, 1], 'int32');
    if (positions) expectSize('the position table', positions.apply(first), d);
    expectSize(
      'the pooling head',
      attempt(() => poolOnce(pool, features, first), d),
      d,
    );
  });
}

function poolOnce(pool: PoolingHead | QueryHead, features: tf.Tensor3D, position: tf.Tensor2D): tf.Tensor {
  return 'apply' in pool ? pool.apply(features, position) : pool.queries(features, position, position);
}

function attempt(pooled: () => tf.Tensor, d: number): tf.Tensor {
  try {
    return pooled();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `the pooling head does not take the patch network's features of size ${d}: ${reason}; make both of one size`,
      { cause },
    );
  }
}

function expectSize(what: string, result: tf.Tensor, d: number): void {
  const size = result.shape.at(-1);
  if (size !== d) {
    throw new Error(`${what} is of size ${size}, the patch network's features of size ${d}; make both of one size`);
  }
}
