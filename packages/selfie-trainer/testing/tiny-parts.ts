import * as tf from '@tensorflow/tfjs-core';
import type { ApplyOptions, PatchNetwork, PoolingHead, PositionEmbedding, QueryHead } from '../src/index.ts';

/** Numbers between −1 and 1 that look random and are always the same. */
export function numbers(n: number, seed = 1): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}

const variable = (value: () => tf.Tensor, trainable = true) => tf.tidy(() => tf.variable(value(), trainable));

/** A linear map of a patch's pixels; it counts its calls, and its running statistic becomes the mean pixel of the batch. */
export function tinyNetwork(pixels: number, outputSize: number): PatchNetwork & { shapes: number[][] } {
  const kernel = variable(() => tf.tensor2d(numbers(pixels * outputSize), [pixels, outputSize]));
  const mean = variable(() => tf.scalar(0), false);
  const shapes: number[][] = [];
  return {
    outputSize,
    shapes,
    variables: { kernel, mean },
    apply(patches, { training = false, statistics }: ApplyOptions = {}) {
      shapes.push(patches.shape);
      return tf.tidy(() => {
        if (training) statistics?.(mean, tf.keep(tf.mean(patches)));
        return tf.matMul(tf.reshape(patches, [-1, pixels]), kernel as tf.Tensor2D);
      });
    },
    dispose: () => tf.dispose([kernel, mean]),
  };
}

/** A table of `count` vectors. */
export function tinyPositions(count: number, size: number): PositionEmbedding & { count: number; table: tf.Variable } {
  const table = variable(() => tf.tensor2d(numbers(count * size, 2), [count, size]));
  return {
    count,
    table,
    variables: { table },
    apply: (positions) =>
      tf.tidy(() => {
        const rows = tf.oneHot(tf.reshape(positions, [-1]), count, 1, 0, 'float32') as tf.Tensor2D;
        return tf.reshape(tf.matMul(rows, table as tf.Tensor2D), [...positions.shape, size]);
      }),
    dispose: () => table.dispose(),
  };
}

/** The mean of features and positions, times a gain; a query adds twice its own position. */
export function tinyPool(positions: PositionEmbedding): PoolingHead & QueryHead {
  const gain = variable(() => tf.scalar(0.7));
  const apply: PoolingHead['apply'] = (features, at) =>
    tf.tidy(() => tf.mul(gain, tf.mean(tf.add(features, positions.apply(at)), 1)));
  return {
    variables: { gain },
    apply,
    queries: (features, at, wanted) =>
      tf.tidy(() => tf.add(tf.expandDims(apply(features, at), 1), tf.mul(2, positions.apply(wanted)))),
    dispose: () => gain.dispose(),
  };
}
