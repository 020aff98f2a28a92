import * as tf from '@tensorflow/tfjs-core';

/** How a network is applied. */
export interface ApplyOptions {
  /**
   * Normalise by the batch's own statistics instead of the running ones; a norm whose scale is not trainable never does.
   * @default false
   */
  readonly training?: boolean;
  /**
   * Takes the new value of each running mean and variance that changes, in training; `next` is the receiver's to dispose.
   * @default they are not computed
   */
  readonly statistics?: (variable: tf.Variable, next: tf.Tensor) => void;
}

/** A map `[b, h, w, c]` to another. */
export type Layer = (x: tf.Tensor4D, options: ApplyOptions) => tf.Tensor4D;

/** Layers one after the other, each making a new map; the one before is freed as soon as the next is there. */
export const sequence =
  (layers: readonly Layer[]): Layer =>
  (x, options) =>
    layers.reduce((map, layer) => {
      const next = tf.tidy(() => layer(map, options));
      if (map !== x) map.dispose();
      return next;
    }, x);
