import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from 'selfie-ops';
import { checkScale, type Scale, selectionLogits } from './selection-logits.ts';

/** Options of `contrastiveLoss`. */
export interface ContrastiveLossOptions {
  /**
   * How products become logits: `'none'`, `'sqrt'` (divided by √d; stabler while features are small in number and not
   * normalised), or `{ cosine: temperature }`.
   *
   * @default 'none', the paper's formula
   */
  readonly scale?: Scale;
}

/** Queries and candidates `[b, m, d]`, where j belongs to j, to a scalar loss and logits `[b, m, m]`. */
export type ContrastiveLoss = (
  queries: tf.Tensor3D,
  candidates: tf.Tensor3D,
) => { loss: tf.Scalar; logits: tf.Tensor3D };

/**
 * Makes the loss of choosing the patch that belongs to a hidden position among the hidden patches of its image.
 *
 * The logits `[b, m, m]` of position i and candidate j go through a softmax over the candidates; their cross-entropy
 * against j = i, in nats, is averaged over positions and images (Trinh, Luong, Le 2019, “Pretraining details”). By
 * chance it is ln m.
 *
 * @throws if the temperature is not above 0; the loss throws if its inputs differ in shape, or there is but one candidate.
 */
export function contrastiveLoss({ scale = 'none' }: ContrastiveLossOptions = {}): ContrastiveLoss {
  checkScale(scale);
  return (queries, candidates) =>
    tf.tidy(() => {
      const logits = selectionLogits(queries, candidates, scale);
      const [b, m] = logits.shape;
      if (m < 2) throw new Error(`choosing needs at least 2 candidates an image: got ${m}; hide more patches`);
      const labels = tf.tensor1d(Int32Array.from({ length: b * m }, (_, row) => row % m));
      const losses = crossEntropy(tf.reshape(logits, [b * m, m]), labels);
      return { loss: tf.mean<tf.Scalar>(losses), logits };
    });
}
