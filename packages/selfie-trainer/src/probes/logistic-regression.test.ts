import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import { crossEntropy, logisticRegression } from './logistic-regression.ts';

const [n, d, classes] = [31, 5, 3];
const features = numbers(n * d).map((x) => 2 * x ** 3);
const labels = Int32Array.from({ length: n }, (_, i) => (features[i * d]! > 0.5 ? 2 : i % classes));
const options = { features, labels, classes, weightDecay: 0.02, tolerance: 1e-6, iterations: 500 };

/** What is minimised, by loops. */
function objective(kernel: readonly number[], bias: readonly number[]): number {
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const logits = bias.map((b, c) => {
      let logit = b;
      for (let j = 0; j < d; j++) logit += features[i * d + j]! * kernel[j * classes + c]!;
      return logit;
    });
    loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[labels[i]!]!;
  }
  return loss / n + 0.01 * kernel.reduce((sum, weight) => sum + weight * weight, 0);
}

test('ends where every central difference is zero', async () => {
  const fit = await logisticRegression(options);
  expect(fit.converged).toBe(true);
  const [kernel, bias] = [[...fit.kernel], [...fit.bias]];
  const h = 1e-4;
  const slopes = [
    ...kernel.map((w, i) => objective(kernel.with(i, w + h), bias) - objective(kernel.with(i, w - h), bias)),
    ...bias.map((b, i) => objective(kernel, bias.with(i, b + h)) - objective(kernel, bias.with(i, b - h))),
  ].map((difference) => difference / (2 * h));
  for (const slope of slopes) expect(Math.abs(slope)).toBeLessThan(2e-6);
  expect(Math.max(...kernel.map(Math.abs))).toBeGreaterThan(0.5); // it is not the start
});

test('without features, the probabilities are the shares of the classes', async () => {
  const fit = await logisticRegression({ ...options, features: new Float32Array(n * d) });
  const total = fit.bias.reduce((sum, b) => sum + Math.exp(b), 0);
  const shares = [0, 1, 2].map((c) => labels.filter((label) => label === c).length / n);
  expect([...fit.bias.map((b) => Math.exp(b) / total)]).toEqual(shares.map((share) => expect.closeTo(share, 5)));
  expect([...fit.kernel]).toEqual(Array(d * classes).fill(0));
});

test('the cross-entropy is stable for large logits, and its gradient is softmax minus one-hot', () => {
  const { loss, gradient } = crossEntropy(Float32Array.of(1000, 999, 0, -1000, 0, 0), Int32Array.of(1, 2), 3);
  expect(loss).toBeCloseTo((Math.log(1 + Math.E) + Math.log(2)) / 2, 6);
  const share = 1 / (1 + Math.E);
  expect([...gradient]).toEqual([1 - share, share - 1, 0, 0, 0.5, -0.5].map((slope) => expect.closeTo(slope, 6)));
});

test('leaves no tensors behind', async () => {
  const before = tf.memory().numTensors;
  await logisticRegression({ ...options, iterations: 3 });
  expect(tf.memory().numTensors).toBe(before);
});
