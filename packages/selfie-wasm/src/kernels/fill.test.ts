import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';

describe('fill', () => {
  it('fills any shape with any number', () => {
    for (const value of [0, -1.5, Number.NaN, Infinity, 1e-40]) {
      expectValues(
        inWebAssembly(() => tf.fill([3, 5], value)),
        [3, 5],
        Array(15).fill(Math.fround(value)),
      );
    }
    expectValues(
      inWebAssembly(() => tf.fill([40_001], 3)),
      [40_001],
      Array(40_001).fill(3),
    );
  });

  it('falls back for other types', () => {
    expectValues(tf.fill([3], 2, 'int32'), [3], [2, 2, 2]);
    expectValues(tf.fill([2], 1, 'bool'), [2], [1, 1]);
  });

  it('gives nothing for nothing', () => {
    expectValues(tf.fill([0, 2], 1), [0, 2], []);
  });
});

describe('zerosLike and onesLike', () => {
  it('have the shape and the type of what they are given', () => {
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      const x = tf.zeros([3, 5], dtype);
      const [zeros, ones] = [tf.zerosLike(x), tf.onesLike(x)];
      expect([zeros.dtype, ones.dtype]).toEqual([dtype, dtype]);
      expectValues(zeros, [3, 5], Array(15).fill(0));
      expectValues(ones, [3, 5], Array(15).fill(1));
    }
    expectValues(tf.onesLike(tf.zeros([0, 2])), [0, 2], []);
  });
});
