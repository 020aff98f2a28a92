import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { type Scale, selectionLogits } from './selection-logits.ts';

const [b, m, d] = [2, 3, 5] as const;
const normal = (seed: number) => tf.randomNormal([b, m, d], 0, 1, 'float32', seed) as tf.Tensor3D;
const queries = normal(1);
const candidates = normal(2);
const scales: Scale[] = ['none', 'sqrt', { cosine: 0.2 }];

/** Logits by loops: one image, query and candidate at a time. */
function oracle(scale: Scale): number[] {
  const [q, c] = [queries.arraySync(), candidates.arraySync()];
  const dot = (v: number[], w: number[]) => v.reduce((sum, x, i) => sum + x * w[i]!, 0);
  return q.flatMap((image, k) =>
    image.flatMap((query) =>
      c[k]!.map((candidate) => {
        const product = dot(query, candidate);
        if (scale === 'none') return product;
        if (scale === 'sqrt') return product / Math.sqrt(d);
        return product / Math.sqrt(dot(query, query) * dot(candidate, candidate)) / scale.cosine;
      }),
    ),
  );
}

describe('selectionLogits', () => {
  for (const scale of scales) {
    it(`agrees with loops: scale ${JSON.stringify(scale)}`, () => {
      const logits = selectionLogits(queries, candidates, scale);
      expect(logits.shape).toEqual([b, m, m]);
      tf.test_util.expectArraysClose(logits.dataSync(), oracle(scale), 1e-5);
    });

    it(`has the gradients of central differences: scale ${JSON.stringify(scale)}`, () => {
      const apply = (q: tf.Tensor, c: tf.Tensor) => selectionLogits(q as tf.Tensor3D, c as tf.Tensor3D, scale);
      for (const error of gradientErrors(apply, [queries, candidates])) expect(error).toBeLessThan(5e-3);
    });
  }

  it('does not see the length of vectors where it takes the cosine', () => {
    const longer = selectionLogits(tf.mul(queries, 7), tf.mul(candidates, 0.3), { cosine: 0.2 });
    tf.test_util.expectArraysClose(longer.dataSync(), oracle({ cosine: 0.2 }), 1e-5);
  });

  it('gives a vector of zeros the cosine 0 and a finite gradient', () => {
    const zeros = tf.zeros<tf.Rank.R3>([b, m, d]);
    const apply = (q: tf.Tensor) => selectionLogits(q as tf.Tensor3D, candidates, { cosine: 1 });
    expect(apply(zeros).dataSync()).toEqual(new Float32Array(b * m * m));
    expect(tf.grad(apply)(zeros).dataSync().every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    for (const scale of scales) selectionLogits(queries, candidates, scale).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what does not fit', () => {
    expect(() => selectionLogits(queries, tf.zeros([b, 4, d]), 'none')).toThrow(
      'queries and candidates must both have shape [b, m, d]: got [2,3,5] and [2,4,5]; ' +
        'give one candidate for each query, with as many features',
    );
    expect(() => selectionLogits(queries, candidates, { cosine: 0 })).toThrow(
      'scale: the temperature of { cosine } must be above 0 and finite: got 0; use e.g. 0.1',
    );
  });
});
