import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import type { ApplyOptions, ArrayBatch, Objective } from '../src/index.ts';
import { classification, hybridClassifier, patchSelection } from '../src/index.ts';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from './tiny-parts.ts';

/** Minimises (w − mean(images))², with a running mean of the images; `factor` times its loss. */
export function parabola(factor: (step: number) => number = () => 1) {
  const w = tf.tidy(() => tf.variable(tf.scalar(0)));
  const running = tf.tidy(() => tf.variable(tf.scalar(0), false));
  const seen: ApplyOptions[] = [];
  const apply: Objective['apply'] = ({ images }, options = {}) =>
    tf.tidy(() => {
      const mean = tf.mean<tf.Scalar>(images);
      options.statistics?.(running, tf.keep(tf.clone(mean)));
      seen.push(options);
      const loss = tf.mul(factor(seen.length - 1), tf.squaredDifference(w, mean)) as tf.Scalar;
      return { loss, metrics: { mean } };
    });
  const objective: Objective = { apply, variables: { w, running }, dispose: () => tf.dispose([w, running]) };
  return { objective, seen, w, running };
}

/** Images of 8 × 8 pixels and two classes: bright on the left, bright on the right, with noise of their own. */
export function pictures(count: number, seed: number): ArrayBatch {
  const images = numbers(count * 64, seed).map((noise, i) => {
    const onTheLeft = i % 8 < 4 ? 1 : -1;
    return noise / 2 + ((i >> 6) % 2 ? onTheLeft : -onTheLeft);
  });
  return { images, shape: [count, 8, 8, 1], labels: Int32Array.from({ length: count }, (_, i) => i % 2) };
}

/** The images from `first` to `end` of a batch. */
export function partOf({ images, shape: [, h, w, c], labels }: ArrayBatch, first: number, end: number): ArrayBatch {
  const pixels = h * w * c;
  return {
    images: images.slice(first * pixels, end * pixels),
    shape: [end - first, h, w, c],
    ...(labels && { labels: labels.slice(first, end) }),
  };
}

/** Patch selection with attention pooling and dropout; with batch norm where `norms` is true. */
export function pretraining({ norms = false } = {}): Objective {
  const patches = imagePatches({ imageSize: 8, patchSize: 4, hidden: 2 });
  const network = norms
    ? patchNetwork({ depths: [1, 1], width: 4, block: 'basic', channels: 1, seed: 3 })
    : tinyNetwork(16, 8);
  const positions = learnedPositions({ count: 4, size: 8, seed: 4 });
  const pool = attentionPool({ size: 8, blocks: 1, heads: 2, feedForward: 5, norm: 'pre', positions, seed: 5 });
  const loss = contrastiveLoss({ scale: 'sqrt' });
  const objective = patchSelection({ patches, patchNetwork: network, pool, positions, loss });
  return disposing(objective, [pool, positions, network]);
}

/** A classifier of two classes: with batch norm a small ResNet, without a linear layer on the mean of patches. */
export function finetuning({ norms = true } = {}): Objective {
  if (norms) {
    const trunk = patchNetwork({ depths: [1], width: 4, block: 'basic', channels: 1, seed: 3 });
    const classifier = resnetClassifier({ trunk, depth: 1, classes: 2, seed: 6 });
    return disposing(classification(classifier), [classifier, trunk]);
  }
  const patches = imagePatches({ imageSize: 8, patchSize: 4 });
  const network = tinyNetwork(16, 8);
  const positions = tinyPositions(4, 8);
  const pool = tinyPool(positions);
  const classifier = hybridClassifier({ patches, patchNetwork: network, pool, positions, classes: 2 });
  return disposing(classification(classifier), [classifier, pool, positions, network]);
}

/** An objective that disposes its parts. */
function disposing(objective: Objective, parts: { dispose(): void }[]): Objective {
  return {
    ...objective,
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}
