import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const side = fc.integer({ min: 1, max: 9 });
const resizings = fc.record({
  shape: fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, fc.constantFrom(1, 3, 4, 7)),
  size: fc.tuple(side, side),
  convention: fc.constantFrom<[boolean, boolean][]>([false, false], [true, false], [false, true]),
});

describe('resizing images', () => {
  for (const [name, run, specials] of [
    ['bilinear', tf.image.resizeBilinear, draws],
    ['nearest neighbour', tf.image.resizeNearestNeighbor, specialDraws],
  ] as const) {
    it(`${name} agrees with the stock kernel`, () => {
      fc.assert(
        fc.property(resizings, specials, ({ shape, size, convention: [corners, centers] }, draw) => {
          tf.tidy(() => {
            const x = reals<tf.Rank.R4>(shape, draw);
            expectLikeCpu(() => [run(x, size, corners, centers)], 1e-6);
          });
        }),
        { numRuns: 100 },
      );
    });

    it(`${name} has a gradient that is its transposed, which the stock kernels’ is not for batches and oblong images`, () => {
      fc.assert(
        fc.property(resizings, draws, ({ shape, size, convention: [corners, centers] }, draw) => {
          tf.tidy(() => {
            const x = reals<tf.Rank.R4>(shape, draw);
            const f = (t: tf.Tensor) => run(t as tf.Tensor4D, size, corners, centers);
            const [value, dx] = valueAndGradients(f as typeof tf.neg, [x]);
            const cotangent = tf.tensor(
              Array.from({ length: value!.size }, (_, i) => Math.cos(1 + 1.7 * i)),
              value!.shape,
            );
            const product = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)); // ⟨f(x), dy⟩ = ⟨x, dx⟩
            expectWithin(product(x, dx!), [], product(value!, cotangent).dataSync(), 1e-4);
          });
        }),
        { numRuns: 60 },
      );
    });
  }

  it('gives nothing for nothing', () => {
    expectValues(tf.image.resizeBilinear(tf.zeros<tf.Rank.R4>([0, 3, 3, 2]), [5, 5]), [0, 5, 5, 2], []);
  });
});
