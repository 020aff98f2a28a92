import * as tf from '@tensorflow/tfjs-core';
import { attention, batchNorm, convolution, crossEntropy, gelu, layerNorm, momentumUpdate } from 'selfie-ops';
import { reals } from './random-tensor.ts';

const shapes = {
  conv1: [3, 3, 3, 16],
  scale1: [16],
  shift1: [16],
  windowed: [3, 3, 16, 32],
  scaleW: [32],
  shiftW: [32],
  conv2: [3, 3, 32, 40],
  scale2: [40],
  shift2: [40],
  conv3: [1, 1, 40, 40],
  scale3: [40],
  shift3: [40],
  input: [40, 120],
  norm: [40],
  hidden: [40, 64],
  classifier: [64, 10],
};

/** Loss, new weights and new velocities of one training step of a small network: convolutions, then attention. */
export function trainingStep(): Float32Array[] {
  const results = tf.tidy(() => {
    const names = Object.keys(shapes) as (keyof typeof shapes)[];
    const weights = names.map((name, i) => tf.mul(reals(shapes[name] as [number], { seed: i }), 0.2));
    const images = reals<tf.Rank.R4>([12, 19, 17, 3], { seed: 100 });
    const labels = tf.tensor1d(
      [...Array(12).keys()].map((i) => i % 10),
      'int32',
    );
    const loss = (...given: tf.Tensor[]) => {
      const w = Object.fromEntries(names.map((name, i) => [name, given[i]!])) as Record<keyof typeof shapes, tf.Tensor>;
      const convolved = tf.conv2d(images, w.conv1 as tf.Tensor4D, 1, 'same');
      const first = batchNorm(convolved, w.scale1, w.shift1, { activation: 'relu' }).y;
      const convolvedAgain = convolution(first, w.windowed as tf.Tensor4D, { moments: true });
      const windowed = batchNorm(convolvedAgain, w.scaleW, w.shiftW, { activation: 'relu' }).y;
      const padded = tf.pad(windowed, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]) as tf.Tensor4D;
      const second = batchNorm(tf.conv2d(padded, w.conv2 as tf.Tensor4D, 2, 'valid'), w.scale2, w.shift2).y;
      const third = tf.conv2d(second, w.conv3 as tf.Tensor4D, 1, 'same');
      const { y } = batchNorm<tf.Tensor4D>(third, w.scale3, w.shift3, { activation: 'relu', residual: second });
      const tokens = tf.reshape(y, [12, 90, 40]);
      const parts = tf.split(tf.matMul(tf.reshape(tokens, [1080, 40]), w.input as tf.Tensor2D), 3, 1);
      const [query, key, value] = parts.map((part) => tf.reshape(part, [12, 90, 40])) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const attended = tf.add(tokens, attention(query, key, value, { heads: 5 }));
      const pooled = tf.mean(layerNorm(attended, w.norm, w.norm), 1) as tf.Tensor2D;
      const logits = tf.matMul(gelu(tf.matMul(pooled, w.hidden as tf.Tensor2D)), w.classifier as tf.Tensor2D);
      return tf.mean(crossEntropy(logits as tf.Tensor2D, labels)) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(weights);
    const updates = momentumUpdate(
      weights.map((weight, i) => ({
        weights: weight,
        gradient: grads[i]!,
        velocity: tf.zerosLike(weight),
        weightDecay: 1e-4,
      })),
      { learningRate: 0.1, momentum: 0.9, nesterov: true },
    ).flatMap(({ weights, velocity }) => [weights, velocity]);
    return [value, ...updates];
  });
  const values = results.map((tensor) => tensor.dataSync() as Float32Array);
  tf.dispose(results);
  return values;
}
