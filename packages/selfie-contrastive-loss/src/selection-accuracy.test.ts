import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { selectionAccuracy } from './selection-accuracy.ts';

const accuracy = (logits: number[][][]) => selectionAccuracy(tf.tensor3d(logits)).dataSync()[0];

describe('selectionAccuracy', () => {
  it('counts the positions whose own candidate has the largest logit', () => {
    const logits = [
      [
        [3, 1, 2],
        [0, -1, -2],
        [5, 4, 6],
      ], // right, wrong, right
      [
        [1, 2, 3],
        [0, 7, 1],
        [9, 8, 7],
      ], // wrong, right, wrong
    ];
    expect(accuracy(logits)).toBeCloseTo(3 / 6);
  });

  it('is taken along the candidates, not along the positions', () => {
    expect(
      accuracy([
        [
          [2, 1],
          [3, 2.5],
        ],
      ]),
    ).toBe(0.5);
  });

  it('takes the first of equal logits', () => {
    expect(
      accuracy([
        [
          [4, 4, 4],
          [4, 4, 4],
          [4, 4, 4],
        ],
      ]),
    ).toBeCloseTo(1 / 3);
    expect(
      accuracy([
        [
          [0, 0],
          [1, 1],
        ],
      ]),
    ).toBe(0.5);
  });

  it('is 1 where every position knows its own', () => {
    expect(accuracy([tf.eye(5).arraySync()])).toBe(1);
  });

  it('leaves no tensors behind', () => {
    const logits = tf.zeros<tf.Rank.R3>([2, 3, 3]);
    const before = tf.memory().numTensors;
    selectionAccuracy(logits).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
