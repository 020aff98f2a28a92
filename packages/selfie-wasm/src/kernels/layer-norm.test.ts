import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { layerNorm } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, integers, reals } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

/** Around the blocks of 64 rows. */
const shapes = fc.tuple(
  fc.integer({ min: 1, max: 3 }),
  fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(64, 65, 130)),
  fc.oneof(fc.integer({ min: 2, max: 20 }), fc.constantFrom(1, 67)),
);

describe('layer norm', () => {
  it('agrees with the composite, and so do its gradients', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1e-6, 1e-3), draws, (shape, epsilon, { seed }) => {
        tf.tidy(() => {
          const x = integers<tf.Rank.R3>(shape, { seed });
          const [scale, shift] = [reals([shape[2]], { seed: seed + 1 }), reals([shape[2]], { seed: seed + 2 })];
          const f = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => layerNorm(a, b, c, { epsilon });
          expectLikeCpu(() => valueAndGradients(f, [x, scale, shift]), 2e-4);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('passes NaN on within its row', () => {
    const y = layerNorm(tf.tensor2d([1, Number.NaN, 2, 3, 4, 5], [2, 3]), tf.ones([3]), tf.zeros([3]));
    expect(Array.from(y.dataSync(), Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });
});
