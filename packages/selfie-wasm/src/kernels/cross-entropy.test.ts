import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { crossEntropy } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const cases = fc.record({
  rows: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 65, 130)),
  classes: fc.integer({ min: 2, max: 20 }),
  factor: fc.constantFrom(1, 40),
  draw: draws,
});

describe('cross-entropy', () => {
  it('agrees with the composite, and so does its gradient', () => {
    fc.assert(
      fc.property(cases, ({ rows, classes, factor, draw: { seed } }) => {
        tf.tidy(() => {
          const logits = tf.mul(reals<tf.Rank.R2>([rows, classes], { seed }), factor);
          const labels = tf.tensor1d(
            Array.from({ length: rows }, (_, i) => (seed + i * i) % classes),
            'int32',
          );
          const f = (x: tf.Tensor) => crossEntropy(x as tf.Tensor2D, labels);
          expectLikeCpu(() => valueAndGradients(f, [logits]), 1e-5);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('says NaN for a label that is out of range', () => {
    const losses = crossEntropy(tf.zeros([3, 2]), tf.tensor1d([1, 2, -1], 'int32'));
    expect(Array.from(losses.dataSync())).toEqual([Math.fround(Math.LN2), Number.NaN, Number.NaN]);
  });
});
