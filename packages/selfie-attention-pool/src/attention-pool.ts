import * as tf from '@tensorflow/tfjs-core';
import type { Random } from 'selfie-random';
import { checkOptions } from './check-options.ts';
import { drawn } from './drawn.ts';
import { norm } from './norm.ts';
import { queryMask } from './query-mask.ts';
import { type Drop, transformerBlock } from './transformer-block.ts';

/** Integer positions `[b, n]` to vectors `[b, n, d]`. */
export interface PositionEmbedding {
  /** Its d, where it tells. */
  readonly size?: number;
  apply(positions: tf.Tensor2D): tf.Tensor3D;
}

/** Options of `attentionPool`. */
export interface AttentionPoolOptions {
  /** Features d of a patch, and of the pooled vector. @default 1024 (Trinh, Luong, Le 2019, “Attention pooling”) */
  readonly size?: number;
  /** Transformer blocks, at least 1. @default 3 (the paper) */
  readonly blocks?: number;
  /** Attention heads, a divisor of size. @default 32 (the paper) */
  readonly heads?: number;
  /** Hidden features of the feed-forward networks. @default 640 (the paper) */
  readonly feedForward?: number;
  /** Share in [0, 1) of attention weights and of sub-layers' outputs that training drops. @default 0.1 (the paper) */
  readonly dropout?: number;
  /**
   * Where layer norm stands: after the residual sum, as in BERT, or before the sub-layer; then one more ends the pool.
   *
   * @default 'post' (the paper); small models train faster with 'pre'
   */
  readonly norm?: 'post' | 'pre';
  /** Added to the features; not owned: the pool neither lists nor disposes its variables. */
  readonly positions: PositionEmbedding;
  /** Of the initial weights: an unsigned 32-bit integer. @default 0 */
  readonly seed?: number;
}

/** How a pool is applied. */
export interface AttentionPoolApplyOptions {
  /** Whether to drop. @default false */
  readonly training?: boolean;
  /** Where dropout draws from; needed in training, unless the rate is 0. */
  readonly random?: Random;
}

/** A pooling head and a query head with the same variables. */
export interface AttentionPool {
  readonly size: number;
  /** By path: `u0`, `block1/attention/input/kernel`, … */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Features `[b, n, d]` of patches at `positions` `[b, n]` to one vector an image, `[b, d]`: the last block's u0. */
  apply(features: tf.Tensor3D, positions: tf.Tensor2D, options?: AttentionPoolApplyOptions): tf.Tensor2D;
  /** The same, answering one vector for each `wanted` position `[b, m]`: `[b, m, d]`. */
  queries(
    features: tf.Tensor3D,
    positions: tf.Tensor2D,
    wanted: tf.Tensor2D,
    options?: AttentionPoolApplyOptions,
  ): tf.Tensor3D;
  dispose(): void;
}

/**
 * Makes attention pooling: transformer blocks around one learned vector u0, which summarise the visible patches.
 *
 * `apply` puts u0 before the patches and reads what became of it (Trinh, Luong, Le 2019, “Attention pooling”).
 * `queries` puts one token `u0 + position` before them for each wanted place instead; each sees the patches and itself,
 * and the patches see only each other, so that an answer depends on the place and the patches together. Weights are
 * drawn from a normal of σ 0.02, cut at 2σ; biases are 0. In training, dropout falls on the attention weights and on
 * each sub-layer's outputs before the residual.
 *
 * @throws if a size or rate is out of range, heads does not divide size, or the positions have another size; when
 * applied, if features have another size, or training drops and no `random` came.
 */
export function attentionPool({
  size = 1024,
  blocks = 3,
  heads = 32,
  feedForward = 640,
  dropout: rate = 0.1,
  norm: order = 'post',
  positions: embedding,
  seed = 0,
}: AttentionPoolOptions): AttentionPool {
  checkOptions({ size, blocks, heads, feedForward, rate, order, positionSize: embedding.size });
  const u0 = drawn('u0', [size], seed);
  const layers = Array.from({ length: blocks }, (_, i) =>
    transformerBlock({ path: `block${i + 1}`, size, heads, feedForward, order, seed }),
  );
  const finalNorm = order === 'pre' ? norm('norm', size) : undefined;
  const variables: Record<string, tf.Variable> = Object.assign(
    { u0 },
    ...layers.map((block) => block.variables),
    finalNorm?.variables,
  );

  /** Features with their positions added. */
  function placed(features: tf.Tensor3D, positions: tf.Tensor2D): tf.Tensor3D {
    if (features.rank !== 3 || features.shape[2] !== size) {
      throw new Error(
        `attentionPool: features must have shape [b, n, ${size}]: got [${features.shape}]; ` +
          'make the pool with their size',
      );
    }
    if (!tf.util.arraysEqual(positions.shape, features.shape.slice(0, 2))) {
      throw new Error(
        `attentionPool: positions must have shape [${features.shape.slice(0, 2)}]: got [${positions.shape}]; ` +
          'give one for each patch',
      );
    }
    return tf.add(features, embedding.apply(positions));
  }

  /** Puts the first tokens `[b, k, d]` before the visible `[b, n, d]`, and gives what becomes of them, `[b, k, d]`. */
  function encode(
    first: tf.Tensor3D,
    visible: tf.Tensor3D,
    { mask, drop }: { mask?: tf.Tensor2D; drop?: Drop },
  ): tf.Tensor3D {
    let tokens = tf.concat([first, visible], 1); // [b, k + n, d]
    layers.forEach((block, i) => {
      const outputs = i === blocks - 1 ? first.shape[1] : tokens.shape[1];
      tokens = block.apply(tokens, { outputs, mask, drop });
    });
    return finalNorm ? finalNorm.apply(tokens) : tokens;
  }

  function dropOf({ training = false, random }: AttentionPoolApplyOptions): Drop | undefined {
    if (!training || rate === 0) return undefined;
    if (random === undefined) {
      throw new Error(
        `attentionPool: training with dropout ${rate} needs random: got none; ` +
          'pass random: { seed, first }, or make the pool with dropout 0',
      );
    }
    return { rate, random };
  }

  return {
    size,
    variables,

    apply: (features, positions, options = {}) =>
      tf.tidy(() => {
        const b = features.shape[0];
        const summary = tf.add(tf.zeros([b, 1, size]), u0) as tf.Tensor3D; // u0 for every image
        const pooled = encode(summary, placed(features, positions), { drop: dropOf(options) });
        return tf.reshape(pooled, [b, size]);
      }),

    queries: (features, positions, wanted, options = {}) =>
      tf.tidy(() => {
        const asking = tf.add(u0, embedding.apply(wanted)) as tf.Tensor3D; // [b, m, d]
        const mask = queryMask(wanted.shape[1], positions.shape[1]);
        return encode(asking, placed(features, positions), { mask, drop: dropOf(options) });
      }),

    dispose: () => {
      for (const variable of Object.values(variables)) if (!variable.isDisposed) variable.dispose();
    },
  };
}
