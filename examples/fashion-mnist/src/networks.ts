import { type AttentionPool, attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import {
  assignVariables,
  type Classifier,
  type Patches,
  type PatchNetwork,
  type PatchSelection,
  type PositionEmbedding,
  patchSelection,
  type TensorData,
  type Variables,
} from 'selfie-trainer';
import { kinds } from './pictures.ts';

/** Side of a patch, in pixels. */
export const patchSize = 8;

/** Hidden patches of the 16, unless told otherwise. */
export const hiddenPatches = 8;

/** The variables of a pretraining task, live or from a file. */
export type Weights = Variables | Readonly<Record<string, TensorData>>;

const trunkOf = (seed: number) => patchNetwork({ depths: [1, 1, 1], width: 16, block: 'basic', channels: 1, seed });

/** What learns in pretraining. */
export interface PretrainingParts {
  readonly patches: Patches;
  readonly patchNetwork: PatchNetwork;
  readonly positions: PositionEmbedding;
  readonly pool: AttentionPool;
  dispose(): void;
}

/** Patches of 32×32 pictures, 16 each, and the networks that see them. */
export function pretrainingParts(seed: number, hidden = hiddenPatches): PretrainingParts {
  const patches = imagePatches({ imageSize: 32, patchSize, hidden });
  const trunk = trunkOf(seed);
  const size = trunk.outputSize;
  const positions = learnedPositions({ count: patches.count, size, seed });
  const pool = attentionPool({ size, blocks: 2, heads: 4, feedForward: 64, dropout: 0, norm: 'pre', positions, seed });
  return {
    ...{ patches, patchNetwork: trunk, positions, pool },
    dispose() {
      for (const part of [pool, positions, trunk]) part.dispose();
    },
  };
}

/** The pretraining task: 32×32 pictures as 16 patches, some of them hidden. */
export function pretrainingTask(head: 'literal' | 'query', seed: number, hidden = hiddenPatches): PatchSelection {
  const parts = pretrainingParts(seed, hidden);
  const loss = contrastiveLoss({ scale: 'sqrt' });
  return { ...patchSelection({ ...parts, loss, head }), dispose: parts.dispose };
}

/**
 * The classifier of whole pictures: the same trunk, from random weights or the trunk's from pretraining, a fourth stage of
 * `depth` blocks, and a linear layer.
 */
export function pictureClassifier(seed: number, pretrained?: Weights, depth = 1): Classifier {
  const trunk = trunkOf(seed);
  const classifier = resnetClassifier({ trunk, depth, classes: kinds.length, seed });
  if (pretrained) assignVariables(trunk.variables, pretrained, { prefix: 'patchNetwork/' });
  return {
    ...classifier,
    dispose() {
      for (const part of [classifier, trunk]) part.dispose();
    },
  };
}
