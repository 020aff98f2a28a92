import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { momentumUpdate } from 'selfie-ops';
import { describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';

const cases = fc.record({
  size: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) }, fc.constantFrom(16_384, 16_387)),
  learningRate: fc.constantFrom(0.1, 1e-3),
  momentum: fc.constantFrom(0, 0.9),
  weightDecay: fc.constantFrom(0, 1e-2),
  nesterov: fc.boolean(),
  draw: draws,
});

describe('momentum update', () => {
  it('agrees with the composite', () => {
    fc.assert(
      fc.property(cases, ({ size, draw: { seed }, ...attrs }) => {
        tf.tidy(() => {
          const [weights, gradient, velocity] = [0, 1, 2].map((i) => reals<tf.Rank.R1>([size], { seed: seed + i })) as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ];
          expectLikeCpu(() => Object.values(momentumUpdate({ weights, gradient, velocity }, attrs)), 1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('takes the same tensor for all three', () => {
    const x = reals<tf.Rank.R1>([7], { seed: 1 });
    const attrs = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true };
    expectLikeCpu(() => Object.values(momentumUpdate({ weights: x, gradient: x, velocity: x }, attrs)), 1e-6);
  });
});
