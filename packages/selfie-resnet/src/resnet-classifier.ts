import * as tf from '@tensorflow/tfjs-core';
import { uniformBetween } from 'selfie-random';
import { type Architecture, checkCounts, outputChannels } from './architecture.ts';
import type { ApplyOptions } from './layer.ts';
import { type Owner, own, type VariableMaker } from './owner.ts';
import type { PatchNetwork } from './patch-network.ts';
import { pooling } from './pooling.ts';
import { stage } from './stage.ts';

export interface ResnetClassifierOptions {
  /** What the classifier grows from: its weights are shared, not copied, and stay its owner's to dispose. */
  readonly trunk: PatchNetwork;
  /**
   * Blocks of the stage that is added.
   * @default 3, as the last stage of ResNet-50
   */
  readonly depth?: number;
  /** Number of classes. */
  readonly classes: number;
  /**
   * Seeds the initial weights of what is added, each by its path.
   * @default 0
   */
  readonly seed?: number;
}

/** Images to logits. */
export interface Classifier extends Owner {
  /** The trunk's, one stage deeper. */
  readonly architecture: Architecture;
  /** Images `[b, h, w, c]` to logits `[b, classes]`. */
  apply(images: tf.Tensor4D, options?: ApplyOptions): tf.Tensor2D;
}

/**
 * Grows a patch network into a ResNet on whole images: one more stage, average pooling and a linear layer, by default
 * from the first three stages of ResNet-50 to ResNet-50 (Selfie, section 4.2).
 *
 * Its variables are the trunk's, under the same names and still live, and its own. v2's trunk leaves its last norm behind,
 * and a fresh one of the same name follows the new stage. `dispose` frees what is its own only.
 *
 * @throws if depth or classes is no whole number of at least 1.
 */
export function resnetClassifier({ trunk, depth = 3, classes, seed = 0 }: ResnetClassifierOptions): Classifier {
  checkCounts({ depth, classes });
  const trunkDepths = trunk.architecture.depths;
  const architecture = { ...trunk.architecture, depths: [...trunkDepths, depth] };

  const added = own(seed, (make) => {
    const lastStage = stage(make, architecture, trunkDepths.length);
    const pool = pooling(make, architecture);
    const logits = linear(make, 'classifier', outputChannels(architecture, architecture.depths.length), classes);
    return {
      apply: (images: tf.Tensor4D, options: ApplyOptions = {}) =>
        tf.tidy(() => {
          const map = trunk.features(images, options); // [b, h', w', d / 2]
          const pooled = pool(lastStage(map, options), options); // [b, d]
          return logits(pooled); // [b, classes]
        }),
    };
  });
  return { ...added, architecture, variables: { ...trunk.variables, ...added.variables } };
}

/** A linear layer `[b, inputs]` → `[b, outputs]`, its kernel and bias uniform in ± 1 / √inputs. */
function linear(make: VariableMaker, path: string, inputs: number, outputs: number) {
  const bound = 1 / Math.sqrt(inputs);
  const draw = (values: Float32Array, at: { seed: number; site: string }) => {
    uniformBetween(values, -bound, bound, at);
  };
  const kernel = make.weights<tf.Rank.R2>(`${path}/kernel`, [inputs, outputs], draw);
  const bias = make.weights<tf.Rank.R1>(`${path}/bias`, [outputs], draw);
  return (x: tf.Tensor2D): tf.Tensor2D => tf.add(tf.matMul(x, kernel), bias);
}
