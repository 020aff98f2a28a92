import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type AdamWParameter, adamWUpdate } from './adamw-update.ts';

const shapes = [[3, 5], [], [0, 4], [7], [1, 2, 9], [16_387]];
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const parameters = shapes.map((shape, i) => ({
  weights: normal(shape, 4 * i),
  gradient: normal(shape, 4 * i + 1),
  firstMoment: normal(shape, 4 * i + 2),
  secondMoment: tf.square(normal(shape, 4 * i + 3)),
  steps: tf.scalar([0, 1, 2, 10, 1000, 1_000_000][i]!),
  rate: 1 + i,
  weightDecay: i % 2 === 0 ? 0.1 * (i + 1) : 0,
}));
const common = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-3 };
const close = (actual: tf.Tensor, expected: ArrayLike<number>, tolerance = 1e-5) =>
  tf.test_util.expectArraysClose(actual.dataSync(), Float32Array.from(expected), tolerance);

/** The recurrence, number by number in float64. */
function byLoops(
  { weights, gradient, firstMoment, secondMoment, steps, rate = 1, weightDecay = 0 }: AdamWParameter,
  { learningRate, beta1, beta2, epsilon } = common,
) {
  const [w, g, m, v] = [weights, gradient, firstMoment, secondMoment].map((tensor) =>
    Float64Array.from(tensor.dataSync()),
  );
  const [t, eta] = [steps.dataSync()[0]! + 1, learningRate * rate];
  w!.forEach((old, i) => {
    m![i] = beta1 * m![i]! + (1 - beta1) * g![i]!;
    v![i] = beta2 * v![i]! + (1 - beta2) * g![i]! ** 2;
    const root = Math.sqrt(v![i]! / (1 - beta2 ** t));
    w![i] = old * (1 - eta * weightDecay) - (eta * (m![i]! / (1 - beta1 ** t))) / (root + epsilon);
  });
  return { weights: w!, firstMoment: m!, secondMoment: v!, steps: [t] };
}

describe('adamWUpdate', () => {
  it('agrees with loops for parameters of any shape', () => {
    const next = adamWUpdate(parameters, common);
    expect(next.map(({ weights }) => weights.shape)).toEqual(shapes);
    parameters.forEach((parameter, i) => {
      const expected = byLoops(parameter);
      close(next[i]!.weights, expected.weights);
      close(next[i]!.firstMoment, expected.firstMoment);
      close(next[i]!.secondMoment, expected.secondMoment);
      expect(next[i]!.steps.dataSync()).toEqual(Float32Array.from(expected.steps));
    });
  });

  it('gives each parameter what it would get alone, to the bit', () => {
    const together = adamWUpdate(parameters, common);
    parameters.forEach((parameter, i) => {
      const [alone] = adamWUpdate([parameter], common);
      expect(together[i]!.weights.dataSync()).toEqual(alone!.weights.dataSync());
      expect(together[i]!.secondMoment.dataSync()).toEqual(alone!.secondMoment.dataSync());
    });
  });

  it('takes a first step of the length of the rate, whatever the gradient', () => {
    const zero = tf.zeros([3]);
    const [next] = adamWUpdate(
      [
        {
          weights: zero,
          gradient: tf.tensor1d([1e-3, -5, 700]),
          firstMoment: zero,
          secondMoment: zero,
          steps: tf.scalar(0),
        },
      ],
      { ...common, epsilon: 1e-12 },
    );
    close(next!.weights, [-0.01, 0.01, -0.01], 1e-8);
  });

  it('knows 1 − β^t to six digits even where β is close to 1', () => {
    const betas = { beta1: 0.9999, beta2: 0 };
    for (const steps of [0, 9, 999]) {
      const one = tf.scalar(1);
      const [next] = adamWUpdate(
        [{ weights: tf.scalar(0), gradient: one, firstMoment: one, secondMoment: one, steps: tf.scalar(steps) }],
        { learningRate: 1, ...betas, epsilon: 1e-12 },
      );
      const expected = 1 / (1 - 0.9999 ** (steps + 1));
      expect(Math.abs(next!.weights.dataSync()[0]! / -expected - 1)).toBeLessThan(1e-6);
    }
  });

  it('makes four tensors a parameter and leaves its inputs', () => {
    const before = tf.memory().numTensors;
    adamWUpdate(parameters, common);
    expect(tf.memory().numTensors).toBe(before + 4 * parameters.length);
    expect(adamWUpdate([], common)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before + 4 * parameters.length);
    expect(parameters.some(({ steps, gradient }) => steps.isDisposed || gradient.isDisposed)).toBe(false);
  });

  it('says which shape was expected', () => {
    const first = parameters[0]!;
    expect(() => adamWUpdate([{ ...first, secondMoment: tf.ones([5, 3]) }], common)).toThrow(
      'adamWUpdate: secondMoment of parameter 0 must have shape [3,5]: got [5,3]; give it the shape of its weights',
    );
    expect(() => adamWUpdate([{ ...first, steps: tf.ones([1]) }], common)).toThrow(
      'adamWUpdate: steps of parameter 0 must have shape []: got [1]; give a scalar',
    );
  });
});
