import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';

const floats = [-2.7, -1, -0.5, 0, 0.5, 1, 2.7, 1e6];

describe('cast', () => {
  for (const [from, to, f] of [
    ['float32', 'int32', Math.trunc],
    ['float32', 'bool', (x: number) => Number(x !== 0)],
    ['int32', 'float32', (x: number) => x],
    ['int32', 'bool', (x: number) => Number(x !== 0)],
    ['bool', 'float32', (x: number) => x],
    ['bool', 'int32', (x: number) => x],
  ] as const) {
    it(`from ${from} to ${to} agrees with a loop`, () => {
      const given = { float32: floats, int32: floats.map(Math.trunc), bool: floats.map((x) => Number(x > 0)) }[from];
      const values = Array.from({ length: 16_390 }, (_, i) => given[i % given.length]!);
      const x = tf.tensor1d(values, from);
      const y = inWebAssembly(() => tf.cast(x, to));
      expect(y.dtype).toBe(to);
      expectValues(y, [values.length], values.map(f));
      expectValues(tf.cast(tf.zeros([0, 2], from), to), [0, 2], []);
    });
  }

  it('makes NaN 0 as an integer and true as a truth value', () => {
    const x = tf.tensor1d([Number.NaN, 1]);
    expectValues(tf.cast(x, 'int32'), [2], [0, 1]);
    expectValues(tf.cast(x, 'bool'), [2], [1, 1]);
  });

  it('shares the values where the type stays', () => {
    const x = tf.tensor1d(floats);
    const y = tf.cast(x, 'float32');
    x.dispose();
    expectValues(y, [floats.length], Float32Array.from(floats));
  });

  it('falls back for complex numbers', () => {
    const y = tf.cast(tf.tensor1d([1, 2]), 'complex64');
    expectValues(tf.real(y), [2], [1, 2]);
    expectValues(tf.imag(y), [2], [0, 0]);
  });
});
