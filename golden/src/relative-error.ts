import * as tf from '@tensorflow/tfjs-core';

/** max |actual − expected| / max |expected|, over all numbers of a tensor; NaN if any is. */
export function relativeError(actual: tf.Tensor, expected: tf.Tensor): number {
  tf.util.assertShapesMatch(actual.shape, expected.shape);
  const values = actual.dataSync();
  let error = 0;
  let largest = 0;
  expected.dataSync().forEach((wanted, i) => {
    error = Math.max(error, Math.abs(values[i]! - wanted));
    largest = Math.max(largest, Math.abs(wanted));
  });
  return error === 0 ? 0 : error / largest;
}
