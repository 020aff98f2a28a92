import * as tf from '@tensorflow/tfjs-core';
import { gelu } from 'selfie-ops';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { reals } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

describe('gelu', () => {
  it('agrees with the composite over its whole range, and so does its gradient', () => {
    for (const size of [1, 2, 3, 4, 5, 7, 16_384, 16_389]) {
      tf.tidy(() => {
        const x = tf.mul(reals<tf.Rank.R1>([size], { seed: size }), 5); // −10 … 10
        expectLikeCpu(() => valueAndGradients(gelu, [x]), 1e-6);
      });
    }
  });

  it('takes whole numbers, and gives nothing for nothing', () => {
    const x = tf.tensor1d([-1, 0, 2], 'int32');
    expectValues(gelu(x), [3], gelu(tf.cast(x, 'float32')).dataSync());
    expectValues(gelu(tf.zeros([0, 3])), [0, 3], []);
  });

  it('passes NaN on, and is 0 or x far from zero', () => {
    expectValues(gelu(tf.tensor1d([Number.NaN, -100, 100, 0])), [4], [Number.NaN, 0, 100, 0]);
  });
});
