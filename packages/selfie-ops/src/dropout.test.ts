import * as tf from '@tensorflow/tfjs-core';
import { uniforms } from 'selfie-random';
import { describe, expect, it } from 'vitest';
import { dropout } from './dropout.ts';

const options = { rate: 0.3, random: { seed: 5, first: 7 }, site: 'block1/dropout' };

describe('dropout', () => {
  it('drops where a uniform draw of the example’s stream is below the rate, and scales the rest', () => {
    const x = tf.randomNormal<tf.Rank.R3>([3, 5, 7], 0, 1, 'float32', 1);
    const values = x.dataSync();
    const draws = [0, 1, 2].flatMap((i) => [
      ...uniforms(new Float32Array(35), { seed: 5, stream: 7 + i, site: 'block1/dropout' }),
    ]);
    const y = dropout(x, options);
    expect(y.shape).toEqual([3, 5, 7]);
    tf.test_util.expectArraysClose(
      y.dataSync(),
      Array.from(values, (value, i) => (draws[i]! < 0.3 ? 0 : value / 0.7)),
      1e-6,
    );
  });

  it('keeps the mean: a share of the values is dropped as large as the rate', () => {
    const kept = tf.mean(dropout(tf.ones([50, 1000]), options)).dataSync()[0]!;
    expect(Math.abs(kept - 1)).toBeLessThan(4 * Math.sqrt(0.3 / 0.7 / 50_000));
  });

  it('gives an example the same draws wherever it stands in a batch', () => {
    const whole = dropout(tf.ones([4, 9]), options);
    const part = dropout(tf.ones([2, 9]), { ...options, random: { seed: 5, first: 9 } });
    tf.test_util.expectArraysEqual(tf.slice(whole, [2, 0]).dataSync(), part.dataSync());
  });

  it('has the same factors as its gradient', () => {
    const x = tf.randomNormal<tf.Rank.R2>([3, 9], 2, 0.1, 'float32', 1);
    const dy = tf.randomNormal<tf.Rank.R2>([3, 9], 0, 1, 'float32', 2);
    const gradient = tf.grad((input) => dropout(input as tf.Tensor2D, options))(x, dy);
    tf.test_util.expectArraysClose(gradient.dataSync(), dropout(dy, options).dataSync(), 0);
  });

  it('changes nothing at rate 0, and passes NaN and infinity on', () => {
    const x = tf.tensor2d([[Number.NaN, Number.POSITIVE_INFINITY, 3]]);
    tf.test_util.expectArraysEqual(dropout(x, { ...options, rate: 0 }).dataSync(), x.dataSync());
  });

  it('leaves no tensors behind', () => {
    const x = tf.ones([2, 3]);
    const before = tf.memory().numTensors;
    tf.dispose(tf.grad((input) => dropout(input, options))(x));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names what is wrong', () => {
    for (const rate of [-0.1, 1, Number.NaN]) {
      expect(() => dropout(tf.ones([2]), { ...options, rate })).toThrow(`dropout: rate lies in [0, 1): got ${rate}`);
    }
    expect(() => dropout(tf.scalar(1), options)).toThrow(
      'dropout: expected x [b, ...], got a scalar; reshape it to [1]',
    );
  });
});
