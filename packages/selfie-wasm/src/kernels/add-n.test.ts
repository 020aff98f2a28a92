import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers } from '../../testing/random-tensor.ts';

describe('addN', () => {
  it('agrees with a loop for one, two and five tensors, the same ones among them', () => {
    const x = integers<tf.Rank.R2>([3, 5], { seed: 1, special: [Number.NaN] });
    const y = integers<tf.Rank.R2>([3, 5], { seed: 2 });
    for (const tensors of [[x], [x, y], [y, y, x, y, y]]) {
      const expected = x.dataSync().map((_, i) => tensors.reduce((sum, tensor) => sum + tensor.dataSync()[i]!, 0));
      const before = tf.memory().numTensors;
      const sum = inWebAssembly(() => tf.addN(tensors));
      expect(tf.memory().numTensors).toBe(before + 1);
      expectValues(sum, [3, 5], expected);
    }
  });
});
