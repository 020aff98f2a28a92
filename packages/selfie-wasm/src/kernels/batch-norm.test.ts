import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { batchNorm, batchNormGradKernel, batchNormKernel, frozenBatchNorm } from 'selfie-ops';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectWithin } from '../../testing/expect-values.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { onCpu } from '../../testing/on-cpu.ts';
import { draws, integers, reals } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

/** Around the blocks of 256 rows and of 64 channels. */
const rows = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 2, max: 40 }) }, fc.constantFrom(1, 255, 257, 600));
const channels = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }) }, fc.constantFrom(64, 67));

const norms = fc.record({
  rows,
  channels,
  epsilon: fc.constantFrom(1e-5, 1e-3),
  activation: fc.constantFrom('none' as const, 'relu' as const),
  residual: fc.boolean(),
  draw: draws,
});

const inputs = (shape: number[], seed: number) => ({
  x: integers(shape as [number, number], { seed }),
  scale: reals<tf.Rank.R1>([shape.at(-1)!], { seed: seed + 1 }),
  shift: reals<tf.Rank.R1>([shape.at(-1)!], { seed: seed + 2 }),
  residual: reals(shape as [number, number], { seed: seed + 3 }),
});

const withEverything = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, residual: tf.Tensor) =>
  batchNorm(x, scale, shift, { activation: 'relu', residual }).y;

describe('batch norm in training', () => {
  beforeAll(() => {
    const { x, scale, shift, residual } = inputs([3, 2], 1);
    onCpu(() => tf.dispose(valueAndGradients(withEverything, [x, scale, shift, residual]))); // registers the composites
  });

  it('agrees with the composite, with and without ReLU and residual', () => {
    fc.assert(
      fc.property(norms, ({ rows, channels, epsilon, activation, residual, draw }) => {
        tf.tidy(() => {
          const given = inputs([rows, channels], draw.seed);
          const { x, scale, shift } = given;
          const attrs = { epsilon, activation, residual };
          const forward = residual ? given : { x, scale, shift };
          expectLikeCpu(() => tf.engine().runKernel(batchNormKernel, forward, attrs) as tf.Tensor[], 2e-5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('has the gradients of the composite', () => {
    fc.assert(
      fc.property(norms, ({ rows, channels, epsilon, activation, residual, draw }) => {
        tf.tidy(() => {
          const given = inputs([rows, channels], draw.seed);
          const attrs = { epsilon, activation, residual };
          const [y, mean, variance] = tf.engine().runKernel(batchNormKernel, given, attrs) as tf.Tensor[];
          const { x, scale, residual: dy } = given;
          const saved = { dy, x, y: y!, scale, mean: mean!, variance: variance! };
          expectLikeCpu(() => tf.engine().runKernel(batchNormGradKernel, saved, attrs) as tf.Tensor[], 5e-5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('has these gradients through tf.grads, for images', () => {
    const { x, scale, shift, residual } = inputs([2, 3, 5, 7], 4);
    expectLikeCpu(() => valueAndGradients(withEverything, [x, scale, shift, residual]), 2e-5);
  });

  it('keeps its digits far from zero', () => {
    const { x, scale, shift } = inputs([700, 5], 9);
    const near = batchNorm(x, scale, shift);
    const far = batchNorm(tf.add(x, 4096), scale, shift);
    expectWithin(far.variance, [5], near.variance.dataSync(), 1e-5);
    expectWithin(far.y, [700, 5], near.y.dataSync(), 5e-4);
  });

  it('passes NaN on within its channel, ReLU or not', () => {
    for (const activation of ['none', 'relu'] as const) {
      const x = tf.tensor2d([1, Number.NaN, 2, 3, 4, 5], [3, 2]);
      const { y } = batchNorm(x, tf.ones([2]), tf.zeros([2]), { activation });
      expect(Array.from(y.dataSync(), Number.isNaN)).toEqual([false, true, false, true, false, true]);
    }
  });
});

describe('batch norm by given statistics', () => {
  it('agrees with the composite, with and without ReLU and residual', () => {
    fc.assert(
      fc.property(norms, ({ rows, channels, epsilon, activation, residual, draw }) => {
        tf.tidy(() => {
          const { x, scale, shift, residual: added } = inputs([rows, channels], draw.seed);
          const [mean, variance] = [shift, tf.abs(reals<tf.Rank.R1>([channels], { seed: draw.seed + 5 }))];
          const options = { epsilon, activation, residual: residual ? added : undefined };
          expectLikeCpu(() => [frozenBatchNorm(x, { mean, variance }, scale, shift, options)], 2e-5);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with the stock kernel, whatever is left out', () => {
    fc.assert(
      fc.property(norms, fc.boolean(), fc.boolean(), ({ rows, channels, epsilon, draw }, scaled, shifted) => {
        tf.tidy(() => {
          const { x, scale, shift } = inputs([rows, channels], draw.seed);
          const [mean, variance] = [shift, tf.abs(reals<tf.Rank.R1>([channels], { seed: draw.seed + 5 }))];
          const compute = () => [
            tf.batchNorm(x, mean, variance, shifted ? shift : undefined, scaled ? scale : undefined, epsilon),
          ];
          expectLikeCpu(compute, 2e-5);
        });
      }),
      { numRuns: 60 },
    );
  });
});
