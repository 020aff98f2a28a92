import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import {
  type CrossEntropyGradInputs,
  type CrossEntropyInputs,
  crossEntropyGradKernel,
  crossEntropyKernel,
} from './kernels.ts';
import { type Operation, run } from './operation.ts';

/**
 * Cross-entropy of logits `[r, c]` against labels `[r]` (int32, in `[0, c)`), one loss a row `[r]`, in nats.
 *
 * `−log softmax(logits)[label]`, stable for logits of any size. Gradients flow to the logits.
 *
 * @throws if the logits are not a matrix, or the labels are not `[r]` or not int32.
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  if (logits.rank !== 2) {
    throw new Error(`crossEntropy: logits must have shape [r, c]: got [${logits.shape}]; reshape them`);
  }
  expectShape('crossEntropy: labels', labels, [logits.shape[0]], 'give one label for each row of the logits');
  if (labels.dtype !== 'int32') {
    throw new Error(`crossEntropy: labels must be int32: got ${labels.dtype}; cast them with tf.cast(labels, 'int32')`);
  }
  return tf.tidy(() => run(operation, { logits, labels }, {})[0] as tf.Tensor1D);
}

const operation: Operation<CrossEntropyInputs<tf.Tensor>, object> = {
  kernelName: crossEntropyKernel,

  composite({ logits, labels }) {
    const shifted = tf.sub(logits, tf.max(logits, 1, true)); // [r, c], at most 0
    const exponentials = tf.exp(shifted);
    const total = tf.sum(exponentials, 1, true); // [r, 1]
    const chosen = tf.sum(tf.mul(shifted, oneHot(labels, logits.shape[1]!)), 1);
    return [tf.sub(tf.log(tf.squeeze(total, [1])), chosen), tf.div(exponentials, total)];
  },

  gradient: {
    inputsToSave: ['labels'],
    outputsToSave: [false, true],
    gradFunc([dy], [labels, probabilities]) {
      const [dlogits] = run(gradOperation, { dy: dy!, probabilities: probabilities!, labels: labels! }, {});
      return { logits: () => dlogits! };
    },
    release: 'at once',
  },
};

const gradOperation: Operation<CrossEntropyGradInputs<tf.Tensor>, object> = {
  kernelName: crossEntropyGradKernel,

  composite: ({ dy, probabilities, labels }) =>
    tf.mul(tf.sub(probabilities, oneHot(labels, probabilities.shape[1]!)), tf.expandDims(dy, 1)),
};

function oneHot(labels: tf.Tensor, classes: number): tf.Tensor {
  return tf.cast(tf.oneHot(labels, classes), 'float32');
}
