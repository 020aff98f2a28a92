import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const sizes = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) },
  fc.integer({ min: 16_380, max: 33_000 }),
);

describe('where', () => {
  it('agrees with a loop, float32 and int32', () => {
    fc.assert(
      fc.property(sizes, specialDraws, fc.nat(), (size, draw, seed) => {
        tf.tidy(() => {
          const condition = tf.greater(reals<tf.Rank.R1>([size], { seed }), 0);
          const floats = [integers<tf.Rank.R1>([size], draw), reals<tf.Rank.R1>([size], { seed: seed + 1 })] as const;
          const ints = floats.map((tensor) => tf.cast(tensor, 'int32'));
          for (const [a, b] of [floats, ints] as const) {
            const y = inWebAssembly(() => tf.where(condition, a!, b!));
            const [as, bs] = [a!.dataSync(), b!.dataSync()];
            expect(y.dtype).toBe(a!.dtype);
            expectValues(
              y,
              [size],
              Array.from(condition.dataSync(), (holds, i) => (holds ? as[i]! : bs[i]!)),
            );
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('broadcasts, falls back for truth values, and gives nothing for nothing', () => {
    const condition = tf.tensor2d([1, 0], [2, 1], 'bool');
    expectValues(tf.where(condition, tf.tensor1d([1, 2, 3]), tf.tensor1d([7])), [2, 3], [1, 2, 3, 7, 7, 7]);
    const truths = tf.tensor1d([1, 0, 1], 'bool');
    expectValues(tf.where(truths, truths, tf.logicalNot(truths)), [3], [1, 1, 1]);
    expectValues(tf.where(tf.zeros([0, 2], 'bool'), tf.zeros([0, 2]), tf.zeros([0, 2])), [0, 2], []);
  });

  it('has gradients that run in WebAssembly, too', () => {
    tf.tidy(() => {
      const [a, b] = [reals([5, 7], { seed: 1 }), reals([5, 7], { seed: 2 })];
      const condition = tf.greater(reals([5, 7], { seed: 3 }), 0);
      expectLikeCpu(() => valueAndGradients((x, y) => tf.where(condition, x!, y!), [a, b]), 1e-6);
    });
  });
});
