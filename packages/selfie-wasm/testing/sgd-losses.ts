import * as tf from '@tensorflow/tfjs-core';
import { reals } from './random-tensor.ts';

/** The losses of ten steps of TensorFlow.js's own SGD: a convolution, the mean over pixels, a matrix product. */
export function sgdLosses(): number[] {
  return tf.tidy(() => {
    const images = reals<tf.Rank.R4>([10, 13, 11, 3], { seed: 1 });
    const targets = reals<tf.Rank.R2>([10, 5], { seed: 2 });
    const filter = tf.variable(tf.mul(reals<tf.Rank.R4>([3, 3, 3, 24], { seed: 3 }), 0.2) as tf.Tensor4D);
    const weights = tf.variable(tf.mul(reals<tf.Rank.R2>([24, 5], { seed: 4 }), 0.2) as tf.Tensor2D);
    const loss = () => {
      const features = tf.mean(tf.relu(tf.conv2d(images, filter, 1, 'same')), [1, 2]) as tf.Tensor2D; // [10, 24]
      return tf.mean(tf.squaredDifference(tf.matMul(features, weights), targets)) as tf.Scalar;
    };
    const optimizer = tf.train.sgd(0.1);
    return Array.from({ length: 10 }, () => optimizer.minimize(loss, true)!.dataSync()[0]!);
  });
}
