import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { dropout } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { reals } from '../../testing/random-tensor.ts';

describe('dropout', () => {
  it('draws what selfie-random draws, over any size, seed, stream and rate', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(
        sizes,
        word,
        word,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.string(),
        (shape, seed, stream, rate, site) => {
          const random = { seed, first: Math.min(stream, 2 ** 32 - 6) };
          tf.tidy(() => {
            const x = reals<tf.Rank.R2>(shape, { seed: 1 });
            expectLikeCpu(() => [dropout(x, { rate, random, site })], 0);
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('goes on across the shares of the threads', () => {
    for (const size of [4095, 4096, 4097, 8195]) {
      tf.tidy(() => {
        const x = tf.ones<tf.Rank.R2>([3, size]);
        expectLikeCpu(() => [dropout(x, { rate: 0.1, random: { seed: 3, first: 11 }, site: 'a' })], 0);
      });
    }
  });

  it('gives nothing for nothing, and passes NaN on', () => {
    const options = { rate: 0, random: { seed: 3, first: 11 }, site: 'a' };
    expectValues(dropout(tf.zeros([0, 3]), options), [0, 3], []);
    expectValues(dropout(tf.zeros([3, 0]), options), [3, 0], []);
    expect(Array.from(dropout(tf.tensor2d([[Number.NaN, 1]]), options).dataSync())).toEqual([Number.NaN, 1]);
  });
});
