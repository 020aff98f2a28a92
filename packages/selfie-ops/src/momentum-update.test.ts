import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type MomentumParameter, momentumUpdate } from './momentum-update.ts';

const shapes = [[3, 5], [], [0, 4], [7], [1, 2, 9], [16_387]];
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const parameters = shapes.map((shape, i) => ({
  weights: normal(shape, 3 * i),
  gradient: normal(shape, 3 * i + 1),
  velocity: normal(shape, 3 * i + 2),
  rate: 1 + i,
  weightDecay: i % 2 === 0 ? 0.1 * (i + 1) : 0,
}));
const common = { learningRate: 0.3, momentum: 0.9, nesterov: true };
const close = (actual: tf.Tensor, expected: ArrayLike<number>) =>
  tf.test_util.expectArraysClose(actual.dataSync(), Float32Array.from(expected), 1e-5);

/** The recurrence, number by number in float64. */
function byLoops({ weights, gradient, velocity, rate = 1, weightDecay = 0 }: MomentumParameter, options = common) {
  const [w, g, v] = [weights, gradient, velocity].map((tensor) => Float64Array.from(tensor.dataSync()));
  w!.forEach((_, i) => {
    const decayed = g![i]! + weightDecay * w![i]!;
    v![i] = options.momentum * v![i]! + decayed;
    w![i]! -= options.learningRate * rate * (options.nesterov ? decayed + options.momentum * v![i]! : v![i]!);
  });
  return { weights: w!, velocity: v! };
}

describe('momentumUpdate', () => {
  for (const nesterov of [true, false]) {
    it(`agrees with loops for parameters of any shape: nesterov ${nesterov}`, () => {
      const options = { ...common, nesterov };
      const next = momentumUpdate(parameters, options);
      expect(next.map(({ weights }) => weights.shape)).toEqual(shapes);
      expect(next.map(({ velocity }) => velocity.shape)).toEqual(shapes);
      parameters.forEach((parameter, i) => {
        const expected = byLoops(parameter, options);
        close(next[i]!.weights, expected.weights);
        close(next[i]!.velocity, expected.velocity);
      });
    });
  }

  it('gives each parameter what it would get alone, to the bit', () => {
    const together = momentumUpdate(parameters, common);
    parameters.forEach((parameter, i) => {
      const [alone] = momentumUpdate([parameter], common);
      expect(together[i]!.weights.dataSync()).toEqual(alone!.weights.dataSync());
      expect(together[i]!.velocity.dataSync()).toEqual(alone!.velocity.dataSync());
    });
  });

  it('takes rate 1 and no decay where nothing is said', () => {
    const { rate, weightDecay, ...parameter } = parameters[0]!;
    close(momentumUpdate([parameter], common)[0]!.weights, byLoops(parameter).weights);
  });

  it('reaches the velocity g / (1 − momentum) under a constant gradient', () => {
    const { weights, gradient } = parameters[0]!;
    let state = { weights, velocity: tf.zerosLike(weights) as tf.Tensor };
    for (let step = 0; step < 200; step++) {
      state = momentumUpdate([{ ...state, gradient }], { ...common, learningRate: 0 })[0]!;
    }
    close(tf.mul(state.velocity, 0.1), gradient.dataSync());
    close(state.weights, weights.dataSync());
  });

  it('makes two tensors a parameter and leaves its inputs', () => {
    const before = tf.memory().numTensors;
    momentumUpdate(parameters, common);
    expect(tf.memory().numTensors).toBe(before + 2 * parameters.length);
    expect(momentumUpdate([], common)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before + 2 * parameters.length);
    const inputs = parameters.flatMap(({ weights, gradient, velocity }) => [weights, gradient, velocity]);
    expect(inputs.some((tensor) => tensor.isDisposed)).toBe(false);
  });

  it('says which shape was expected', () => {
    const [first, , , last] = parameters as [
      MomentumParameter,
      MomentumParameter,
      MomentumParameter,
      MomentumParameter,
    ];
    expect(() => momentumUpdate([last, { ...first, gradient: tf.ones([5, 3]) }], common)).toThrow(
      'momentumUpdate: gradient of parameter 1 must have shape [3,5]: got [5,3]; give it the shape of its weights',
    );
    expect(() => momentumUpdate([{ ...first, velocity: tf.ones([15]) }], common)).toThrow(
      'momentumUpdate: velocity of parameter 0 must have shape [3,5]: got [15]; give it the shape of its weights',
    );
  });
});
