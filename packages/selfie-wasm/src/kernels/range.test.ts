import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';

describe('range', () => {
  it('counts up and down, by whole numbers and by parts, in float32 and int32', () => {
    for (const dtype of ['float32', 'int32'] as const) {
      const y = inWebAssembly(() => tf.range(3, 40_000, 2, dtype));
      expect(y.dtype).toBe(dtype);
      expectValues(
        y,
        [19_999],
        Array.from({ length: 19_999 }, (_, i) => 3 + 2 * i),
      );
      expectValues(tf.range(5, 1, -1, dtype), [4], [5, 4, 3, 2]);
      expectValues(tf.range(5, 1, 1, dtype), [4], [5, 4, 3, 2]);
    }
    expectWithin(tf.range(0, 1, 0.3), [4], [0, 0.3, 0.6, 0.9], 1e-6);
  });

  it('is empty where the step leads away', () => {
    expectValues(tf.range(3, 3), [0], []);
    expectValues(tf.range(1, 5, -1), [0], []);
    expectValues(tf.range(5, 1, 2), [0], []);
  });
});
