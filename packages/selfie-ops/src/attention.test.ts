import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { attention } from './attention.ts';

const [b, tq, tk, d, heads] = [2, 3, 5, 6, 3] as const;
const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const query = normal([b, tq, d], 1);
const key = normal([b, tk, d], 2);
const value = normal([b, tk, d], 3);
const mask = tf.tensor2d([0, 0, -1e9, 0, 0, -1e9, -1e9, 0, -1e9, -1e9, 0, 0, 0, 0, 0], [tq, tk]);
const keep = tf.mul(tf.cast(tf.greater(normal([b, heads, tq, tk], 4), -0.5), 'float32'), 1.25);
const close = (actual: tf.Tensor, expected: ArrayLike<number>, tolerance = 1e-5) =>
  tf.test_util.expectArraysClose(actual.dataSync(), Array.from(expected), tolerance);

/** Attention by loops in float64: one image, head, query and key at a time. */
function oracle(options: { mask?: tf.Tensor; keep?: tf.Tensor }): Float64Array {
  const [q, k, v] = [query.dataSync(), key.dataSync(), value.dataSync()];
  const [masked, kept] = [options.mask?.dataSync(), options.keep?.dataSync()];
  const size = d / heads;
  const output = new Float64Array(b * tq * d);
  for (let image = 0; image < b; image++) {
    for (let head = 0; head < heads; head++) {
      for (let i = 0; i < tq; i++) {
        const scores = Array.from({ length: tk }, (_, j) => {
          let product = 0;
          for (let f = head * size; f < (head + 1) * size; f++) {
            product += q[(image * tq + i) * d + f]! * k[(image * tk + j) * d + f]!;
          }
          return product / Math.sqrt(size) + (masked?.[i * tk + j] ?? 0);
        });
        const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
        scores.forEach((score, j) => {
          const weight = (Math.exp(score) / total) * (kept?.[((image * heads + head) * tq + i) * tk + j] ?? 1);
          for (let f = head * size; f < (head + 1) * size; f++) {
            output[(image * tq + i) * d + f]! += weight * v[(image * tk + j) * d + f]!;
          }
        });
      }
    }
  }
  return output;
}

describe('attention', () => {
  for (const options of [{}, { mask }, { keep }, { mask, keep }]) {
    const given = Object.keys(options).join(' and ') || 'nothing';

    it(`agrees with loops, given ${given}`, () => {
      const output = attention(query, key, value, { heads, ...options });
      expect(output.shape).toEqual([b, tq, d]);
      close(output, oracle(options));
    });

    it(`has the gradients of central differences for query, key and value, given ${given}`, () => {
      const apply = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => attention(q, k, v, { heads, ...options });
      for (const error of gradientErrors(apply, [query, key, value])) expect(error).toBeLessThan(5e-3);
    });
  }

  it('averages the values where all keys are alike', () => {
    const output = attention(query, tf.ones([b, tk, d]), value, { heads });
    close(output, tf.tile(tf.mean(value, 1, true), [1, tq, 1]).dataSync());
  });

  it('does not depend on the order of keys with their values', () => {
    const reversed = attention(query, tf.reverse(key, 1), tf.reverse(value, 1), { heads });
    close(reversed, attention(query, key, value, { heads }).dataSync());
  });

  it('gives a masked key no weight and no gradient', () => {
    const only = tf.tensor2d([0, -1e9, -1e9, -1e9, -1e9], [1, tk]);
    const apply = (k: tf.Tensor, v: tf.Tensor) =>
      attention(tf.slice(query, [0, 0, 0], [b, 1, d]), k, v, { heads, mask: only });
    close(apply(key, value), tf.slice(value, [0, 0, 0], [b, 1, d]).dataSync());
    const [dkey, dvalue] = tf.grads(apply)([key, value]) as [tf.Tensor, tf.Tensor];
    close(tf.slice(dkey, [0, 1, 0], [b, tk - 1, d]), new Float64Array(b * (tk - 1) * d));
    close(tf.slice(dvalue, [0, 1, 0], [b, tk - 1, d]), new Float64Array(b * (tk - 1) * d));
  });

  it('does not overflow at large scores', () => {
    const output = attention(tf.mul(query, 1e4), tf.mul(key, 1e4), value, { heads });
    expect(output.dataSync().every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensors behind', () => {
    const step = (options: { keep?: tf.Tensor }) =>
      tf.grads((q, k, v) => attention(q, k, v, { heads, ...options }))([query, key, value]);
    tf.dispose([step({}), step({ keep })]);
    const before = tf.memory().numTensors;
    tf.dispose([step({}), step({ keep }), attention(query, key, value, { heads, mask, keep })]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what does not fit', () => {
    const fails = (call: () => unknown, message: string) => expect(call).toThrow(message);
    fails(
      () => attention(query, key, value, { heads: 4 }),
      'attention: heads 4 does not divide the features: got d = 6; use a divisor of d',
    );
    fails(
      () => attention(tf.ones([3, 6]), key, value, { heads }),
      'attention: query must have shape [b, t, d]: got [3,6]; reshape it',
    );
    fails(
      () => attention(query, tf.ones([b, tk, 7]), value, { heads }),
      'attention: key must have shape [2,5,6]: got [2,5,7]; give it the batch and the features of the query',
    );
    fails(
      () => attention(query, key, query, { heads }),
      'attention: value must have shape [2,5,6]: got [2,3,6]; give it the shape of the key',
    );
    fails(
      () => attention(query, key, value, { heads, mask: tf.ones([tk, tq]) }),
      'attention: mask must have shape [3,5]: got [5,3]; give one number for each query and key',
    );
    fails(
      () => attention(query, key, value, { heads, keep: mask }),
      'attention: keep must have shape [2,3,3,5]: got [3,5]; give one number for each weight',
    );
  });
});
