import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { flatten } from 'selfie-ops';
import { describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';

const sizes = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(16_384, 16_387));

describe('flatten', () => {
  it('agrees with the composite', () => {
    const cases = fc.record({ sizes: fc.array(sizes, { minLength: 1, maxLength: 15 }), draw: draws });
    fc.assert(
      fc.property(cases, ({ sizes, draw: { seed } }) => {
        tf.tidy(() => {
          const tensors = sizes.map((size, i) => reals<tf.Rank.R2>([1, size], { seed: seed + i }));
          expectLikeCpu(() => [flatten(tensors)], 0);
        });
      }),
      { numRuns: 60 },
    );
  });
});
