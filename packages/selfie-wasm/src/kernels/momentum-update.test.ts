import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { momentumUpdate } from 'selfie-ops';
import { describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';

const sizes = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(16_384, 16_387));
const cases = fc.record({
  sizes: fc.array(sizes, { maxLength: 5 }),
  rate: fc.constantFrom(1, 0.75),
  learningRate: fc.constantFrom(0.1, 1e-3),
  momentum: fc.constantFrom(0, 0.9),
  weightDecay: fc.constantFrom(0, 1e-2),
  nesterov: fc.boolean(),
  draw: draws,
});

describe('momentum update', () => {
  it('agrees with the composite', () => {
    fc.assert(
      fc.property(cases, ({ sizes, rate, weightDecay, draw: { seed }, ...options }) => {
        tf.tidy(() => {
          const parameters = sizes.map((size, i) => {
            const [weights, gradient, velocity] = [0, 1, 2].map((k) =>
              reals<tf.Rank.R1>([size], { seed: seed + 3 * i + k }),
            ) as [tf.Tensor, tf.Tensor, tf.Tensor];
            return { weights, gradient, velocity, rate: rate ** i, weightDecay: weightDecay * i };
          });
          expectLikeCpu(() => momentumUpdate(parameters, options).flatMap((next) => Object.values(next)), 1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('takes the same tensor for all three', () => {
    const x = reals<tf.Rank.R1>([7], { seed: 1 });
    const parameter = { weights: x, gradient: x, velocity: x, weightDecay: 0.01 };
    const options = { learningRate: 0.1, momentum: 0.9, nesterov: true };
    expectLikeCpu(() => momentumUpdate([parameter], options).flatMap((next) => Object.values(next)), 1e-6);
  });
});
