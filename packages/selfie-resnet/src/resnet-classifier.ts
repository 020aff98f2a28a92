import * as tf from '@tensorflow/tfjs-core';
import { uniformBetween } from 'selfie-random';
import { type Architecture, checkCounts, isCount, outputChannels } from './architecture.ts';
import type { ApplyOptions } from './layer.ts';
import { type Owner, own, type VariableMaker } from './owner.ts';
import type { PatchNetwork } from './patch-network.ts';
import { pooling } from './pooling.ts';
import { stage } from './stage.ts';

export interface ResnetClassifierOptions {
  /** What the classifier grows from: its weights are shared, not copied, and stay its owner's to dispose. */
  readonly trunk: PatchNetwork;
  /**
   * Blocks of the stage that is added; 0 for none: the linear layer then stands on the trunk's own pooled features, as a
   * linear probe does.
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
  /** The trunk's, with the stage that was added. */
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
 * Freezing is a matter of variables: set `trainable = false` on the trunk's, or on those of a stage, and their norms keep
 * their running statistics, too. With depth 0 and the whole trunk frozen this is a linear probe.
 *
 * @throws if depth is no whole number of at least 0, or classes none of at least 1.
 */
export function resnetClassifier({ trunk, depth = 3, classes, seed = 0 }: ResnetClassifierOptions): Classifier {
  if (depth !== 0 && !isCount(depth)) throw new Error(`depth is a whole number of at least 0: got ${depth}`);
  checkCounts({ classes });
  const depths = depth === 0 ? trunk.architecture.depths : [...trunk.architecture.depths, depth];
  const architecture = { ...trunk.architecture, depths };

  const added = own(seed, (make) => {
    const pooled = depth === 0 ? trunk.apply : grown(make, trunk, architecture);
    const logits = linear(make, 'classifier', outputChannels(architecture, depths.length), classes);
    return {
      apply: (images: tf.Tensor4D, options: ApplyOptions = {}) => tf.tidy(() => logits(pooled(images, options))),
    };
  });
  return { ...added, architecture, variables: { ...trunk.variables, ...added.variables } };
}

/** Images `[b, h, w, c]` through the trunk, one more stage and the pooling, to `[b, d]`. */
function grown(make: VariableMaker, trunk: PatchNetwork, architecture: Architecture) {
  const lastStage = stage(make, architecture, trunk.architecture.depths.length);
  const pool = pooling(make, architecture);
  return (images: tf.Tensor4D, options: ApplyOptions): tf.Tensor2D => {
    const map = trunk.features(images, options); // [b, h', w', d / 2]
    return pool(lastStage(map, options), options);
  };
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
