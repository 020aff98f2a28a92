import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { runningStatistics } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { onCpu } from '../../testing/on-cpu.ts';
import { draws, reals } from '../../testing/random-tensor.ts';

const cases = fc.record({
  channels: fc.integer({ min: 1, max: 200 }),
  count: fc.integer({ min: 2, max: 100_000 }),
  momentum: fc.constantFrom(0.9, 0.99, 0, 1),
  draw: draws,
});

describe('running statistics', () => {
  it('have the bits of the composite', () => {
    fc.assert(
      fc.property(cases, ({ channels, draw: { seed }, ...options }) => {
        tf.tidy(() => {
          const [mean, variance, batchMean, batchVariance] = [0, 1, 2, 3].map((k) =>
            reals<tf.Rank.R1>([channels], { seed: seed + k }),
          ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
          const batch = { mean: batchMean, variance: batchVariance };
          const compute = () => {
            const next = runningStatistics({ mean, variance }, batch, options);
            return [next.mean, next.variance];
          };
          const expected = onCpu(() => compute().map((tensor) => tensor.dataSync()));
          expect(inWebAssembly(compute).map((tensor) => tensor.dataSync())).toEqual(expected);
        });
      }),
      { numRuns: 60 },
    );
  });
});
