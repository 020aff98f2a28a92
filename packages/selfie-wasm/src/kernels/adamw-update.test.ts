import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { adamWUpdate } from 'selfie-ops';
import { describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';
import { expectSameBitsOnThreads } from '../../testing/same-bits.ts';

const sizes = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(16_384, 16_387));
const cases = fc.record({
  sizes: fc.array(sizes, { maxLength: 5 }),
  steps: fc.constantFrom(0, 1, 7, 100_000),
  rate: fc.constantFrom(1, 0.75),
  weightDecay: fc.constantFrom(0, 0.1),
  learningRate: fc.constantFrom(0.1, 1e-3),
  beta1: fc.constantFrom(0, 0.9),
  beta2: fc.constantFrom(0.98, 0.999),
  draw: draws,
});

/** Parameters of these sizes, each with its own step count, rate and decay. */
function parametersOf(sizes: number[], { steps = 3, rate = 0.9, weightDecay = 0.1, seed = 0 } = {}) {
  return sizes.map((size, i) => {
    const values = (k: number) => reals<tf.Rank.R1>([size], { seed: seed + 4 * i + k });
    return {
      weights: values(0),
      gradient: values(1),
      firstMoment: values(2),
      secondMoment: tf.square(values(3)),
      steps: tf.scalar(steps + i),
      rate: rate ** i,
      weightDecay: weightDecay * i,
    };
  });
}

describe('AdamW update', () => {
  it('agrees with the composite', () => {
    fc.assert(
      fc.property(cases, ({ sizes, steps, rate, weightDecay, draw: { seed }, ...options }) => {
        tf.tidy(() => {
          const parameters = parametersOf(sizes, { steps, rate, weightDecay, seed });
          const compute = () =>
            adamWUpdate(parameters, { ...options, epsilon: 1e-3 }).flatMap((next) => Object.values(next));
          expectLikeCpu(compute, 3e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is the same on any number of threads, bit for bit', () =>
    expectSameBitsOnThreads(() => {
      const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
      const next = adamWUpdate(parametersOf([40_003, 5, 0, 20_001]), options);
      return next.flatMap((tensors) => Object.values(tensors) as tf.Tensor[]);
    }));
});
