import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { attention } from 'selfie-ops';
import { describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  queries: fc.integer({ min: 1, max: 9 }),
  keys: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(33, 65)),
  heads: fc.integer({ min: 1, max: 4 }),
  size: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(32)),
  masked: fc.boolean(),
  kept: fc.boolean(),
  draw: draws,
});

describe('attention', () => {
  it('agrees with the composite, with and without mask and keep, and so do its gradients', () => {
    fc.assert(
      fc.property(cases, ({ batch, queries, keys, heads, size, masked, kept, draw: { seed } }) => {
        tf.tidy(() => {
          const [query, key, value] = [queries, keys, keys].map((count, i) =>
            reals<tf.Rank.R3>([batch, count, heads * size], { seed: seed + i }),
          );
          const uniform = (shape: number[], more: number) => reals(shape as [number], { seed: seed + more });
          const mask = masked ? tf.mul(tf.cast(tf.less(uniform([queries, keys], 4), -1), 'float32'), -1e9) : undefined;
          const keep = kept
            ? tf.mul(tf.cast(tf.less(uniform([batch, heads, queries, keys], 5), 1), 'float32'), 4 / 3)
            : undefined;
          const f = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => attention(q, k, v, { heads, mask, keep });
          expectLikeCpu(() => valueAndGradients(f, [query!, key!, value!]), 2e-5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('takes the same tensor as query, key and value', () => {
    const x = reals<tf.Rank.R3>([2, 5, 6], { seed: 1 });
    expectLikeCpu(() => valueAndGradients((q) => attention(q!, q!, q!, { heads: 3 }), [x]), 2e-5);
  });
});
