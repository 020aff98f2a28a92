import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { type AttentionPoolOptions, attentionPool } from './attention-pool.ts';

const [b, n, m, size, places] = [2, 5, 3, 6, 9] as const;
const normal = (shape: number[], seed: number, mean = 0) => tf.randomNormal(shape, mean, 0.7, 'float32', seed);
const table = tf.variable(normal([places, size], 1)) as tf.Tensor as tf.Tensor2D;
const positions = {
  size,
  apply(at: tf.Tensor2D): tf.Tensor3D {
    const oneHot = tf.cast(tf.oneHot(tf.reshape(at, [-1]), places), 'float32');
    return tf.reshape(tf.matMul(oneHot as tf.Tensor2D, table), [...at.shape, size] as [number, number, number]);
  },
};
const features = normal([b, n, size], 2) as tf.Tensor3D;
const visible = tf.tensor2d([8, 3, 0, 5, 1, 2, 7, 4, 6, 0], [b, n], 'int32');
const wanted = tf.tensor2d([2, 7, 4, 1, 8, 5], [b, m], 'int32');

/** A small pool whose variables are all drawn, large enough for context to matter. */
function randomPool(options: Partial<AttentionPoolOptions> = {}) {
  const pool = attentionPool({ size, blocks: 2, heads: 3, feedForward: 7, dropout: 0, positions, ...options });
  Object.entries(pool.variables).forEach(([path, variable], i) => {
    variable.assign(normal(variable.shape, 10 + i, path.endsWith('scale') ? 1 : 0));
  });
  return pool;
}
const close = (actual: tf.Tensor, expected: tf.Tensor, tolerance = 2e-5) =>
  tf.test_util.expectArraysClose(actual.dataSync(), expected.dataSync(), tolerance);
const distance = (a: tf.Tensor, c: tf.Tensor) => tf.max(tf.abs(tf.sub(a, c))).dataSync()[0]!;

describe('attentionPool', () => {
  it('has the paper’s size by default: three blocks of 5,514,880 parameters and u0', () => {
    const { variables, dispose } = attentionPool({ positions: { apply: positions.apply } });
    const count = Object.values(variables).reduce((sum, variable) => sum + variable.size, 0);
    expect(count).toBe(3 * 5_514_880 + 1024);
    expect(variables['block3/hidden/kernel']!.shape).toEqual([1024, 640]);
    dispose();
  });

  it('lists u0, the blocks, and one last norm where norm comes before', () => {
    const paths = (norm: 'post' | 'pre') => Object.keys(randomPool({ norm }).variables);
    expect(paths('post').length).toBe(1 + 2 * 12);
    expect(paths('post').slice(0, 2)).toEqual(['u0', 'block1/attention/input/kernel']);
    expect(paths('pre')).toEqual([...paths('post'), 'norm/scale', 'norm/shift']);
  });

  for (const norm of ['post', 'pre'] as const) {
    it(`does not depend on the order of the visible patches: ${norm}-LN`, () => {
      const pool = randomPool({ norm });
      const order = tf.tensor1d([3, 0, 4, 1, 2], 'int32');
      const moved = [tf.gather(features, order, 1), tf.gather(visible, order, 1)] as const;
      close(pool.apply(...moved), pool.apply(features, visible));
      close(pool.queries(...moved, wanted), pool.queries(features, visible, wanted));
    });

    it(`has the gradients of central differences, for both heads: ${norm}-LN`, () => {
      const pool = randomPool({ norm });
      const heads = [
        (x: tf.Tensor) => pool.apply(x as tf.Tensor3D, visible),
        (x: tf.Tensor) => pool.queries(x as tf.Tensor3D, visible, wanted),
      ];
      for (const head of heads) expect(gradientErrors(head, [features], 3e-3)[0]).toBeLessThan(5e-3);
    });

    it(`ends in a layer norm, so that a fresh pool gives vectors of mean 0 and variance 1: ${norm}-LN`, () => {
      const pool = attentionPool({ size, blocks: 2, heads: 3, feedForward: 7, norm, positions });
      for (const vectors of [pool.apply(features, visible), pool.queries(features, visible, wanted)]) {
        const { mean, variance } = tf.moments(vectors, -1);
        close(mean, tf.zerosLike(mean), 1e-5);
        close(variance, tf.onesLike(variance), 2e-2);
      }
    });
  }

  it('sees where a patch was', () => {
    const pool = randomPool();
    expect(distance(pool.apply(features, visible), pool.apply(features, tf.reverse(visible, 1)))).toBeGreaterThan(0.01);
  });

  it('keeps images apart', () => {
    const pool = randomPool();
    const second = [tf.slice(features, 1, 1), tf.slice(visible, 1, 1)] as const;
    close(pool.apply(...second), tf.slice(pool.apply(features, visible), 1, 1));
    const queries = pool.queries(...second, tf.slice(wanted, 1, 1));
    close(queries, tf.slice(pool.queries(features, visible, wanted), 1, 1));
  });

  it('answers each query as if it were asked alone', () => {
    const pool = randomPool();
    const all = pool.queries(features, visible, wanted);
    for (let i = 0; i < m; i++) {
      const alone = pool.queries(features, visible, tf.slice(wanted, [0, i], [b, 1]));
      close(alone, tf.slice(all, [0, i, 0], [b, 1, size]));
    }
  });

  it('lets only the query head join place and context: the double difference of logits', () => {
    const pool = randomPool();
    const candidates = normal([b, m, size], 3);
    /** logit[0, 0] − logit[1, 0] − logit[0, 1] + logit[1, 1] of each image. */
    const doubleDifference = (queries: tf.Tensor) => {
      const logits = tf.matMul(queries, candidates, false, true).arraySync() as number[][][];
      return logits.map(([v, w]) => v![0]! - w![0]! - v![1]! + w![1]!);
    };
    const literal = (x: tf.Tensor3D) =>
      doubleDifference(tf.add(tf.expandDims(pool.apply(x, visible), 1), positions.apply(wanted)));
    const query = (x: tf.Tensor3D) => doubleDifference(pool.queries(x, visible, wanted));
    const others = normal([b, n, size], 4) as tf.Tensor3D;
    for (let image = 0; image < b; image++) {
      expect(literal(others)[image]).toBeCloseTo(literal(features)[image]!, 4);
      expect(Math.abs(query(others)[image]! - query(features)[image]!)).toBeGreaterThan(0.05);
    }
  });

  describe('dropout', () => {
    const training = (seed: number, first: number) => ({ training: true, random: { seed, first } });

    it('falls in training only, and not at rate 0', () => {
      const pool = randomPool({ dropout: 0.3 });
      close(pool.apply(features, visible, { random: { seed: 1, first: 0 } }), randomPool().apply(features, visible), 0);
      const dropped = pool.apply(features, visible, training(1, 0));
      expect(distance(dropped, pool.apply(features, visible))).toBeGreaterThan(0.01);
      close(randomPool().apply(features, visible, { training: true }), randomPool().apply(features, visible), 0);
    });

    it('is a function of seed and stream', () => {
      const pool = randomPool({ dropout: 0.3 });
      const dropped = pool.queries(features, visible, wanted, training(1, 0));
      close(pool.queries(features, visible, wanted, training(1, 0)), dropped, 0);
      expect(distance(pool.queries(features, visible, wanted, training(2, 0)), dropped)).toBeGreaterThan(0.01);
      expect(distance(pool.queries(features, visible, wanted, training(1, 2)), dropped)).toBeGreaterThan(0.01);
    });

    it('gives example i of a batch what it gives the first of a batch that starts at i', () => {
      const pool = randomPool({ dropout: 0.3 });
      const second = [tf.slice(features, 1, 1), tf.slice(visible, 1, 1)] as const;
      const whole = pool.apply(features, visible, training(1, 70));
      close(pool.apply(...second, training(1, 71)), tf.slice(whole, 1, 1));
    });

    it('has the gradient of central differences', () => {
      const pool = randomPool({ dropout: 0.3 });
      const apply = (x: tf.Tensor) => pool.apply(x as tf.Tensor3D, visible, training(1, 0));
      expect(gradientErrors(apply, [features], 3e-3)[0]).toBeLessThan(5e-3);
    });
  });

  it('leaves no tensors behind, and disposes its own variables only', () => {
    const before = tf.memory().numTensors;
    const pool = attentionPool({ size, heads: 3, feedForward: 7, norm: 'pre', dropout: 0.3, positions });
    const made = tf.memory().numTensors;
    const options = { training: true, random: { seed: 1, first: 0 } };
    const heads = [
      (x: tf.Tensor) => pool.apply(x as tf.Tensor3D, visible, options),
      (x: tf.Tensor) => pool.queries(x as tf.Tensor3D, visible, wanted, options),
    ];
    for (const head of heads) tf.dispose([head(features), tf.grad(head)(features)]);
    expect(tf.memory().numTensors).toBe(made);
    pool.dispose();
    pool.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(table.isDisposed).toBe(false);
  });

  it('makes the same pool for the same seed', () => {
    const kernel = (seed?: number) =>
      attentionPool({ size, heads: 3, feedForward: 7, positions, seed }).variables['block2/output/kernel']!;
    close(kernel(), kernel(0), 0);
    expect(distance(kernel(0), kernel(1))).toBeGreaterThan(0.001);
  });

  it('says what it cannot be made of, and leaves nothing', () => {
    const before = tf.memory().numTensors;
    const fails = (options: Partial<AttentionPoolOptions>, message: string) =>
      expect(() => attentionPool({ size, heads: 3, positions, ...options })).toThrow(message);
    fails({ heads: 4 }, 'attentionPool: heads 4 does not divide size 6; use a divisor of it, e.g. 1');
    fails({ blocks: 0 }, 'attentionPool: blocks must be a whole number of at least 1: got 0; use e.g. 1');
    fails({ feedForward: 2.5 }, 'attentionPool: feedForward must be a whole number of at least 1: got 2.5; use e.g. 1');
    fails({ dropout: 1 }, 'attentionPool: dropout must be in [0, 1): got 1; use 0 to drop nothing');
    fails({ norm: 'both' as 'pre' }, "attentionPool: norm must be 'post' or 'pre': got 'both'; 'post' is the paper's");
    fails(
      { size: 12 },
      'attentionPool: positions of size 6 cannot be added to features of size 12; make both of one size',
    );
    fails({ seed: -1 }, 'seed must be an unsigned 32-bit integer: got -1; use a whole number in [0, 2^32 - 1]');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what it cannot be applied to', () => {
    const pool = randomPool({ dropout: 0.3 });
    expect(() => pool.apply(tf.ones([b, n, 7]), visible)).toThrow(
      'attentionPool: features must have shape [b, n, 6]: got [2,5,7]; make the pool with their size',
    );
    expect(() => pool.apply(features, wanted)).toThrow(
      'attentionPool: positions must have shape [2,5]: got [2,3]; give one for each patch',
    );
    expect(() => pool.apply(features, visible, { training: true })).toThrow(
      'attentionPool: training with dropout 0.3 needs random: got none; ' +
        'pass random: { seed, first }, or make the pool with dropout 0',
    );
  });
});
