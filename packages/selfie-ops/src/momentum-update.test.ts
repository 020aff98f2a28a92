import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { momentumUpdate } from './momentum-update.ts';

const normal = (seed: number) => tf.randomNormal([3, 5], 0, 1, 'float32', seed);
const [weights, gradient, velocity] = [normal(1), normal(2), normal(3)];
const close = (actual: tf.Tensor, expected: number[]) =>
  tf.test_util.expectArraysClose(actual.dataSync(), expected, 1e-5);

describe('momentumUpdate', () => {
  for (const nesterov of [true, false]) {
    for (const weightDecay of [0, 0.1]) {
      it(`agrees with loops: nesterov ${nesterov}, weight decay ${weightDecay}`, () => {
        const [w, g, v] = [weights, gradient, velocity].map((tensor) => Array.from(tensor.dataSync())) as [
          number[],
          number[],
          number[],
        ];
        const attrs = { learningRate: 0.3, momentum: 0.9, weightDecay, nesterov };
        const next = momentumUpdate({ weights, gradient, velocity }, attrs);
        const decayed = g.map((value, i) => value + weightDecay * w[i]!);
        const nextVelocity = v.map((value, i) => 0.9 * value + decayed[i]!);
        expect(next.weights.shape).toEqual([3, 5]);
        close(next.velocity, nextVelocity);
        close(
          next.weights,
          w.map((value, i) => value - 0.3 * (nesterov ? decayed[i]! + 0.9 * nextVelocity[i]! : nextVelocity[i]!)),
        );
      });
    }
  }

  it('reaches the velocity g / (1 − momentum) under a constant gradient', () => {
    let state = { weights, velocity: tf.zerosLike(velocity) };
    for (let step = 0; step < 200; step++) {
      state = momentumUpdate(
        { ...state, gradient },
        { learningRate: 0, momentum: 0.9, weightDecay: 0, nesterov: true },
      );
    }
    close(tf.mul(state.velocity, 0.1), Array.from(gradient.dataSync()));
    close(state.weights, Array.from(weights.dataSync()));
  });

  it('makes two tensors and leaves its inputs', () => {
    const before = tf.memory().numTensors;
    momentumUpdate(
      { weights, gradient, velocity },
      { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true },
    );
    expect(tf.memory().numTensors).toBe(before + 2);
    expect([weights, gradient, velocity].some((tensor) => tensor.isDisposed)).toBe(false);
  });

  it('says which shape was expected', () => {
    const attrs = { learningRate: 0.1, momentum: 0.9, weightDecay: 0, nesterov: true };
    expect(() => momentumUpdate({ weights, gradient: tf.ones([5, 3]), velocity }, attrs)).toThrow(
      'momentumUpdate: gradient must have shape [3,5]: got [5,3]; give it the shape of the weights',
    );
    expect(() => momentumUpdate({ weights, gradient, velocity: tf.ones([15]) }, attrs)).toThrow(
      'momentumUpdate: velocity must have shape [3,5]: got [15]; give it the shape of the weights',
    );
  });
});
