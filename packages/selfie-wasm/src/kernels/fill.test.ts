import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
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
