import * as tf from '@tensorflow/tfjs-core';
import { read } from '../loop/read.ts';
import { minimise, type Slope } from './minimise.ts';

/** What to fit, and how. */
export interface LogisticRegressionOptions {
  /** `[n, d]`, row-major. */
  readonly features: Float32Array;
  /** `[n]`, 0 … classes − 1. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** λ: the mean cross-entropy plus λ/2 · ‖kernel‖² is minimised. */
  readonly weightDecay: number;
  /** Converged when no component of the gradient is larger in magnitude. */
  readonly tolerance: number;
  /** Steps at most. */
  readonly iterations: number;
}

/** A linear classifier: logits = features · kernel + bias. */
export interface LogisticRegression {
  /** `[d, classes]`, row-major. */
  readonly kernel: Float64Array;
  /** `[classes]` */
  readonly bias: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Fits a multinomial logistic regression, from zeros, by L-BFGS.
 *
 * Products with the features are TensorFlow.js's, of 32 bits; the rest is of 64.
 */
export async function logisticRegression({
  features,
  labels,
  classes,
  weightDecay,
  tolerance,
  iterations,
}: LogisticRegressionOptions): Promise<LogisticRegression> {
  const n = labels.length;
  const d = features.length / n;
  const kernelSize = d * classes;
  const x = tf.tidy(() => tf.concat([tf.tensor2d(features, [n, d]), tf.ones<tf.Rank.R2>([n, 1])], 1)); // [n, d + 1]

  /** Of the kernel's rows and the bias, as one more row: `[d + 1, classes]`. */
  const slopeAt = async (weights: Float64Array): Promise<Slope> => {
    const logits = await read(() => tf.matMul(x, tf.tensor2d(Float32Array.from(weights), [d + 1, classes])));
    const { loss, gradient: byLogits } = crossEntropy(logits, labels, classes);
    const byWeights = await read(() => tf.matMul(x, tf.tensor2d(byLogits, [n, classes]), true));
    const kernel = weights.subarray(0, kernelSize);
    return {
      value: loss + (weightDecay / 2) * kernel.reduce((sum, weight) => sum + weight * weight, 0),
      gradient: weights.map((weight, i) => byWeights[i]! / n + (i < kernelSize ? weightDecay * weight : 0)),
    };
  };

  try {
    const { x: weights, ...rest } = await minimise(slopeAt, new Float64Array(kernelSize + classes), {
      tolerance,
      iterations,
    });
    return { kernel: weights.slice(0, kernelSize), bias: weights.slice(kernelSize), ...rest };
  } finally {
    x.dispose();
  }
}

/** The mean cross-entropy of logits `[n, classes]`, in nats, and n times its gradient with respect to them. */
export function crossEntropy(
  logits: Float32Array,
  labels: Int32Array,
  classes: number,
): { loss: number; gradient: Float32Array } {
  const gradient = new Float32Array(logits.length);
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const [first, end] = [i * classes, (i + 1) * classes];
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = first; j < end; j++) highest = Math.max(highest, logits[j]!);
    let sum = 0;
    for (let j = first; j < end; j++) sum += gradient[j] = Math.exp(logits[j]! - highest);
    for (let j = first; j < end; j++) gradient[j]! /= sum;
    const own = first + labels[i]!;
    gradient[own]! -= 1;
    loss += Math.log(sum) - (logits[own]! - highest);
  }
  return { loss: loss / labels.length, gradient };
}
