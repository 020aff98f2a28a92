import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { assignVariables, type Classifier, type PatchSelection, patchSelection, type Variables } from 'selfie-trainer';
import { kinds } from './pictures.ts';

/** Side of a patch, in pixels. */
export const patchSize = 8;

/** Hidden patches of the 16. */
export const hiddenPatches = 8;

const trunkOf = (seed: number) => patchNetwork({ depths: [1, 1, 1], width: 16, block: 'basic', channels: 1, seed });

/** The pretraining task: 32×32 pictures as 16 patches, 8 of them hidden. */
export function pretrainingTask(head: 'literal' | 'query', seed: number): PatchSelection {
  const patches = imagePatches({ imageSize: 32, patchSize, hidden: hiddenPatches });
  const trunk = trunkOf(seed);
  const size = trunk.outputSize;
  const positions = learnedPositions({ count: patches.count, size, seed });
  const pool = attentionPool({ size, blocks: 2, heads: 4, feedForward: 64, dropout: 0, norm: 'pre', positions, seed });
  const loss = contrastiveLoss({ scale: 'sqrt' });
  return {
    ...patchSelection({ patches, patchNetwork: trunk, pool, positions, loss, head }),
    dispose() {
      for (const part of [pool, positions, trunk]) part.dispose();
    },
  };
}

/** The classifier of whole pictures: the same trunk and a fourth stage; from random weights, or the trunk's from pretraining. */
export function pictureClassifier(seed: number, pretrained?: Variables): Classifier {
  const trunk = trunkOf(seed);
  const classifier = resnetClassifier({ trunk, depth: 1, classes: kinds.length, seed });
  if (pretrained) assignVariables(trunk.variables, pretrained, { prefix: 'patchNetwork/' });
  return {
    ...classifier,
    dispose() {
      for (const part of [classifier, trunk]) part.dispose();
    },
  };
}
