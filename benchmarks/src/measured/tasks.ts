import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions, rowColumnPositions } from 'selfie-patches';
import { patchNetwork, resnet50 } from 'selfie-resnet';
import { classification, type Objective, patchSelection } from 'selfie-trainer';

/** What is trained, and on images of which shape [h, w, c]. */
export interface Task {
  readonly objective: Objective;
  readonly shape: readonly [height: number, width: number, channels: number];
}

/** The tasks by name; torch/step.py has the same ones, but for `patch-network` and `photo-pretraining`. */
export const tasks = {
  /** The network of the Fashion-MNIST example. */
  'small-pretraining': (): Task => {
    const patches = imagePatches({ imageSize: 32, patchSize: 8, hidden: 8 });
    const trunk = patchNetwork({ depths: [1, 1, 1], width: 16, block: 'basic', channels: 1 });
    const size = trunk.outputSize;
    const positions = learnedPositions({ count: patches.count, size, seed: 0 });
    const pool = attentionPool({ size, blocks: 2, heads: 4, feedForward: 64, dropout: 0, norm: 'pre', positions });
    const loss = contrastiveLoss({ scale: 'sqrt' });
    return { objective: patchSelection({ patches, patchNetwork: trunk, pool, positions, loss }), shape: [32, 32, 1] };
  },

  /** Pretraining as in the paper, on 32×32 pixels. */
  'paper-pretraining': (): Task => {
    const patches = imagePatches({ imageSize: 32, patchSize: 8 });
    const trunk = patchNetwork();
    const positions = learnedPositions({ count: patches.count, size: trunk.outputSize, seed: 0 });
    const pool = attentionPool({ positions });
    const loss = contrastiveLoss();
    return { objective: patchSelection({ patches, patchNetwork: trunk, pool, positions, loss }), shape: [32, 32, 3] };
  },

  /** Pretraining as in the paper, on photos of 224×224 pixels. */
  'photo-pretraining': (): Task => {
    const patches = imagePatches({ imageSize: 224, patchSize: 32 });
    const trunk = patchNetwork({ stem: 'large' });
    const positions = rowColumnPositions({ rows: 7, columns: 7, size: trunk.outputSize, seed: 0 });
    const pool = attentionPool({ positions });
    const loss = contrastiveLoss();
    return { objective: patchSelection({ patches, patchNetwork: trunk, pool, positions, loss }), shape: [224, 224, 3] };
  },

  /** Finetuning ResNet-50 on 32×32 pixels and ten classes. */
  finetuning: (): Task => ({ objective: classification(resnet50({ classes: 10 })), shape: [32, 32, 3] }),

  /** The paper's patch network alone, on patches of 8×8 pixels: its features shall be small. */
  'patch-network': (): Task => {
    const { variables, apply, dispose } = patchNetwork();
    const objective: Objective = {
      variables,
      apply: ({ images }, options) => ({ loss: tf.mean(tf.square(apply(images, options))), metrics: {} }),
      dispose,
    };
    return { objective, shape: [8, 8, 3] };
  },
} satisfies Record<string, () => Task>;

export type TaskName = keyof typeof tasks;
