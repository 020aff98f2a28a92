import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { crossEntropy } from './cross-entropy.ts';

const [rows, classes] = [3, 5] as const;
const logits = tf.randomNormal([rows, classes], 0, 2, 'float32', 1) as tf.Tensor2D;
const labels = tf.tensor1d([4, 0, 2], 'int32');
const close = (actual: tf.Tensor, expected: number[], tolerance = 1e-5) =>
  tf.test_util.expectArraysClose(actual.dataSync(), expected, tolerance);

/** −log softmax(logits)[label] by loops in float64. */
function oracle(): number[] {
  const values = logits.arraySync();
  return values.map((row, i) => {
    const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return -Math.log(Math.exp(row[labels.arraySync()[i]!]!) / total);
  });
}

describe('crossEntropy', () => {
  it('agrees with loops', () => {
    const losses = crossEntropy(logits, labels);
    expect(losses.shape).toEqual([rows]);
    close(losses, oracle());
  });

  it('is ln c at uniform logits', () => {
    close(crossEntropy(tf.fill([rows, classes], 3), labels), Array(rows).fill(Math.log(classes)));
  });

  it('has the gradient of central differences', () => {
    expect(gradientErrors((x) => crossEntropy(x as tf.Tensor2D, labels), [logits])[0]).toBeLessThan(5e-3);
  });

  it('has gradients that sum to zero over the classes', () => {
    const gradient = tf.grad((x) => crossEntropy(x as tf.Tensor2D, labels))(logits);
    close(tf.sum(gradient, 1), [0, 0, 0], 1e-6);
  });

  it('is stable for large logits and does not change with their offset', () => {
    close(crossEntropy(tf.add(logits, 1000) as tf.Tensor2D, labels), oracle(), 1e-3);
    close(crossEntropy(tf.tensor2d([[1e4, 0, -1e4]]), tf.tensor1d([2], 'int32')), [2e4]);
  });

  it('leaves no tensors behind', () => {
    const step = () => tf.grad((x) => crossEntropy(x as tf.Tensor2D, labels))(logits);
    tf.dispose(step());
    const before = tf.memory().numTensors;
    tf.dispose([step(), crossEntropy(logits, labels)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what does not fit', () => {
    expect(() => crossEntropy(tf.ones<tf.Rank>([2, 3, 5]) as tf.Tensor2D, labels)).toThrow(
      'crossEntropy: logits must have shape [r, c]: got [2,3,5]; reshape them',
    );
    expect(() => crossEntropy(logits, tf.tensor1d([1, 2], 'int32'))).toThrow(
      'crossEntropy: labels must have shape [3]: got [2]; give one label for each row of the logits',
    );
    expect(() => crossEntropy(logits, tf.tensor1d([1, 2, 3]))).toThrow(
      "crossEntropy: labels must be int32: got float32; cast them with tf.cast(labels, 'int32')",
    );
  });
});
