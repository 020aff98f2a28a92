import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, architectureOf, outputChannels } from './architecture.ts';
import { type ApplyOptions, sequence } from './layer.ts';
import { type Owner, own } from './owner.ts';
import { pooling } from './pooling.ts';
import { stage } from './stage.ts';
import { stem } from './stem.ts';

export interface PatchNetworkOptions extends Partial<Architecture> {
  /**
   * Seeds the initial weights, each kernel by its path.
   * @default 0
   */
  readonly seed?: number;
}

/** Patches to features, each patch alone; and the front of a bigger network on whole images. */
export interface PatchNetwork extends Owner {
  readonly architecture: Architecture;
  /** Length of a feature vector, d. */
  readonly outputSize: number;
  /** Patches `[b·n, p, p, c]` to features `[b·n, d]`. */
  apply(patches: tf.Tensor4D, options?: ApplyOptions): tf.Tensor2D;
  /** Images `[b, h, w, c]` to the map of the last stage, `[b, h', w', d]`: before the pooling, and before v2's last norm. */
  features(images: tf.Tensor4D, options?: ApplyOptions): tf.Tensor4D;
}

/**
 * A patch network: stem, stages and average pooling, by default the first three stages of ResNet-50
 * (Selfie, section 4.1), which turn patches `[b·n, p, p, c]` into features `[b·n, 1024]`.
 *
 * @throws if a number is no whole number of at least 1, or a choice does not exist.
 */
export function patchNetwork({ seed = 0, ...shape }: PatchNetworkOptions = {}): PatchNetwork {
  const architecture = architectureOf(shape);
  return own(seed, (make) => {
    const maps = sequence([
      stem(make, architecture),
      ...architecture.depths.map((_, index) => stage(make, architecture, index)),
    ]);
    const pool = pooling(make, architecture);
    return {
      architecture,
      outputSize: outputChannels(architecture, architecture.depths.length),
      apply: (patches: tf.Tensor4D, options: ApplyOptions = {}) => tf.tidy(() => pool(maps(patches, options), options)),
      features: (images: tf.Tensor4D, options: ApplyOptions = {}) => tf.tidy(() => maps(images, options)),
    };
  });
}
