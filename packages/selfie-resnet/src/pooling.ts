import type * as tf from '@tensorflow/tfjs-core';
import { type Architecture, outputChannels } from './architecture.ts';
import { average } from './average.ts';
import type { ApplyOptions, Layer } from './layer.ts';
import { norm } from './norm.ts';
import type { VariableMaker } from './owner.ts';

/**
 * The end of a residual network: the map `[b, h, w, d]` of its last stage to one vector an image, `[b, d]`.
 *
 * The average of each channel; in v2, whose blocks end without an activation, after one more norm and ReLU.
 */
export function pooling(make: VariableMaker, architecture: Architecture) {
  const { version, depths } = architecture;
  const activate: Layer =
    version === 'v2' ? norm(make, 'norm', outputChannels(architecture, depths.length), 'relu') : (x) => x;

  return (map: tf.Tensor4D, options: ApplyOptions): tf.Tensor2D => average(activate(map, options) as tf.Tensor4D);
}
