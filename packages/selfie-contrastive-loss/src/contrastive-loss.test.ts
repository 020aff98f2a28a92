import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { contrastiveLoss } from './contrastive-loss.ts';
import { type Scale, selectionLogits } from './selection-logits.ts';

const [b, m, d] = [2, 3, 5] as const;
const normal = (seed: number) => tf.randomNormal([b, m, d], 0, 1, 'float32', seed) as tf.Tensor3D;
const queries = normal(1);
const candidates = normal(2);
const scales: Scale[] = ['none', 'sqrt', { cosine: 0.2 }];
const value = (scalar: tf.Tensor) => scalar.dataSync()[0]!;

describe('contrastiveLoss', () => {
  for (const scale of scales) {
    it(`agrees with loops: scale ${JSON.stringify(scale)}`, () => {
      const { loss, logits } = contrastiveLoss({ scale })(queries, candidates);
      const rows = selectionLogits(queries, candidates, scale).arraySync();
      let sum = 0;
      for (const image of rows) {
        image.forEach((row, i) => {
          const total = row.reduce((all, logit) => all + Math.exp(logit), 0);
          sum -= Math.log(Math.exp(row[i]!) / total);
        });
      }
      expect(loss.shape).toEqual([]);
      expect(value(loss)).toBeCloseTo(sum / (b * m), 5);
      expect(logits.arraySync()).toEqual(rows);
    });

    it(`has the gradients of central differences: scale ${JSON.stringify(scale)}`, () => {
      const apply = (q: tf.Tensor, c: tf.Tensor) => contrastiveLoss({ scale })(q as tf.Tensor3D, c as tf.Tensor3D).loss;
      for (const error of gradientErrors(apply, [queries, candidates])) expect(error).toBeLessThan(5e-3);
    });
  }

  it('takes plain products unless told otherwise', () => {
    const { loss } = contrastiveLoss()(queries, candidates);
    expect(value(loss)).toBe(value(contrastiveLoss({ scale: 'none' })(queries, candidates).loss));
  });

  it('is ln m where nothing tells the candidates apart', () => {
    const { loss } = contrastiveLoss()(queries, tf.zeros([b, m, d]));
    expect(value(loss)).toBeCloseTo(Math.log(m), 6);
  });

  it('is the closed form for orthogonal patches: ln(1 + (m − 1) · exp(−1 / temperature))', () => {
    const basis = tf.expandDims(tf.eye(m, d), 0) as tf.Tensor3D;
    for (const temperature of [0.1, 1, 3]) {
      const { loss } = contrastiveLoss({ scale: { cosine: temperature } })(basis, tf.mul(basis, 7));
      expect(value(loss)).toBeCloseTo(Math.log(1 + (m - 1) * Math.exp(-1 / temperature)), 5);
    }
  });

  it('does not depend on the order of positions, and permutes the logits as they are permuted', () => {
    const order = tf.tensor1d([2, 0, 1], 'int32');
    const permuted = contrastiveLoss()(tf.gather(queries, order, 1), tf.gather(candidates, order, 1));
    const { loss, logits } = contrastiveLoss()(queries, candidates);
    expect(value(permuted.loss)).toBeCloseTo(value(loss), 5);
    const both = tf.gather(tf.gather(logits, order, 1), order, 2);
    tf.test_util.expectArraysClose(permuted.logits.dataSync(), both.dataSync(), 1e-5);
  });

  it('keeps images apart: one image changes no other image’s logits', () => {
    const first = (x: tf.Tensor3D) => tf.slice(x, 0, 1);
    const { logits } = contrastiveLoss()(queries, candidates);
    const alone = contrastiveLoss()(first(queries), first(candidates)).logits;
    tf.test_util.expectArraysClose(alone.dataSync(), first(logits).dataSync(), 1e-5);
  });

  it('leaves no tensors behind but loss and logits', () => {
    const step = () =>
      tf.grads((q, c) => contrastiveLoss()(q as tf.Tensor3D, c as tf.Tensor3D).loss)([queries, candidates]);
    tf.dispose(step());
    const before = tf.memory().numTensors;
    tf.dispose([step(), contrastiveLoss()(queries, candidates)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('asks for a choice', () => {
    const single = tf.ones([3, 1, 5]) as tf.Tensor3D;
    expect(() => contrastiveLoss()(single, single)).toThrow(
      'choosing needs at least 2 candidates an image: got 1; hide more patches',
    );
  });

  it('says at once what is wrong with the scale', () => {
    for (const cosine of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => contrastiveLoss({ scale: { cosine } })).toThrow(
        `scale: the temperature of { cosine } must be above 0 and finite: got ${cosine}; use e.g. 0.1`,
      );
    }
  });
});
