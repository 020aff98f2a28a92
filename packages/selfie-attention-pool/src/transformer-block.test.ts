import * as tf from '@tensorflow/tfjs-core';
import { attention, dropout, gelu, layerNorm } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { transformerBlock } from './transformer-block.ts';

const [b, t, size, heads, feedForward] = [2, 5, 6, 3, 7] as const;
const normal = (shape: number[], seed: number, mean = 0) => tf.randomNormal(shape, mean, 0.5, 'float32', seed);
const x = normal([b, t, size], 1) as tf.Tensor3D;
const mask = tf.tensor2d(
  Array.from({ length: t * t }, (_, i) => (i % 4 === 1 ? -1e9 : 0)),
  [t, t],
);

/** A block whose variables are all drawn, biases and scales too. */
function randomBlock(order: 'post' | 'pre') {
  const block = transformerBlock({ path: 'block1', size, heads, feedForward, order, seed: 0 });
  Object.entries(block.variables).forEach(([path, variable], i) => {
    variable.assign(normal(variable.shape, 10 + i, path.endsWith('scale') ? 1 : 0));
  });
  return block;
}

type Matrix = number[][];
const dot = (v: number[], w: number[]) => v.reduce((sum, a, i) => sum + a * w[i]!, 0);
const add = (a: Matrix, c: Matrix): Matrix => a.map((row, i) => row.map((value, j) => value + c[i]![j]!));

/** Φ by Simpson's rule over the density, in float64. */
function cumulativeNormal(z: number): number {
  const n = 2000;
  const density = (u: number) => Math.exp(-(u * u) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < n; i++) sum += density((z * i) / n) * (i % 2 === 0 ? 2 : 4);
  return 0.5 + (sum * z) / n / 3;
}

/** The block by loops in float64, one image at a time. */
function oracle(order: 'post' | 'pre', variables: Record<string, tf.Variable>, image: Matrix, seen: Matrix): Matrix {
  const value = (name: string) => variables[`block1/${name}`]!.arraySync();
  const linear = (rows: Matrix, name: string) => {
    const kernel = value(`${name}/kernel`) as Matrix;
    const bias = value(`${name}/bias`) as number[];
    const column = (j: number) => kernel.map((weights) => weights[j]!);
    return rows.map((row) => bias.map((shift, j) => dot(row, column(j)) + shift));
  };
  const norm = (rows: Matrix, name: string) => {
    const [scale, shift] = [value(`${name}/scale`) as number[], value(`${name}/shift`) as number[]];
    return rows.map((row) => {
      const mean = row.reduce((sum, a) => sum + a) / size;
      const variance = row.reduce((sum, a) => sum + (a - mean) ** 2, 0) / size;
      return row.map((a, i) => ((a - mean) / Math.sqrt(variance + 1e-6)) * scale[i]! + shift[i]!);
    });
  };
  const attend = (rows: Matrix) => {
    const projected = linear(rows, 'attention/input');
    const part = (row: number[], which: number, head: number) => {
      const width = size / heads;
      return row.slice(which * size + head * width, which * size + (head + 1) * width);
    };
    const attended = projected.map((asking, i) =>
      Array.from({ length: heads }, (_, head) => {
        const scores = projected.map(
          (row, j) => dot(part(asking, 0, head), part(row, 1, head)) / Math.sqrt(size / heads) + seen[i]![j]!,
        );
        const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
        return part(asking, 2, head).map((_, f) =>
          projected.reduce((sum, row, j) => sum + (Math.exp(scores[j]!) / total) * part(row, 2, head)[f]!, 0),
        );
      }).flat(),
    );
    return linear(attended, 'attention/output');
  };
  const transform = (rows: Matrix) => {
    const hidden = linear(rows, 'hidden').map((row) => row.map((a) => a * cumulativeNormal(a)));
    return linear(hidden, 'output');
  };
  if (order === 'pre') {
    const y = add(image, attend(norm(image, 'norm1')));
    return add(y, transform(norm(y, 'norm2')));
  }
  const y = norm(add(image, attend(image)), 'norm1');
  return norm(add(y, transform(y)), 'norm2');
}

describe('transformerBlock', () => {
  for (const order of ['post', 'pre'] as const) {
    it(`agrees with loops: ${order}-LN, with and without a mask`, () => {
      const block = randomBlock(order);
      for (const given of [mask, undefined]) {
        const seen = (given ?? tf.zeros([t, t])).arraySync() as Matrix;
        const expected = x.arraySync().map((image) => oracle(order, block.variables, image, seen));
        const actual = block.apply(x, { outputs: t, mask: given });
        expect(actual.shape).toEqual([b, t, size]);
        tf.test_util.expectArraysClose(actual.dataSync(), expected.flat(2), 2e-5);
      }
    });

    it(`computes the first tokens alone as among all: ${order}-LN`, () => {
      const block = randomBlock(order);
      const all = tf.slice(block.apply(x, { outputs: t, mask }), [0, 0, 0], [b, 2, size]);
      const first = block.apply(x, { outputs: 2, mask });
      expect(first.shape).toEqual([b, 2, size]);
      tf.test_util.expectArraysClose(first.dataSync(), all.dataSync(), 1e-5);
    });

    it(`has the gradient of central differences: ${order}-LN`, () => {
      const block = randomBlock(order);
      for (const outputs of [t, 2]) {
        const apply = (tokens: tf.Tensor) => block.apply(tokens as tf.Tensor3D, { outputs, mask });
        expect(gradientErrors(apply, [x])[0]).toBeLessThan(5e-3);
      }
    });
  }

  it('drops at three sites: attention weights and the outputs of both sub-layers', () => {
    const block = randomBlock('post');
    const drop = { rate: 0.3, random: { seed: 3, first: 11 } };
    const at = <T extends tf.Tensor>(values: T, site: string) => dropout(values, { ...drop, site: `block1/${site}` });
    const value = (name: string) => block.variables[`block1/${name}`]!;
    const linear = (rows: tf.Tensor, name: string) =>
      tf.add(tf.matMul(rows, tf.expandDims(value(`${name}/kernel`))), value(`${name}/bias`)) as tf.Tensor3D;
    const norm = (rows: tf.Tensor, name: string) => layerNorm(rows, value(`${name}/scale`), value(`${name}/shift`));

    const first = tf.slice(x, [0, 0, 0], [b, 2, size]);
    const [query, key, values] = tf.split(linear(x, 'attention/input'), 3, 2) as [
      tf.Tensor3D,
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const keep = at(tf.ones<tf.Rank.R4>([b, heads, 2, t]), 'attention/weights');
    const attended = attention(tf.slice(query, [0, 0, 0], [b, 2, size]), key, values, { heads, keep });
    const y = norm(tf.add(first, at(linear(attended, 'attention/output'), 'attention/dropout')), 'norm1');
    const expected = norm(tf.add(y, at(linear(gelu(linear(y, 'hidden')), 'output'), 'dropout')), 'norm2');

    const dropped = block.apply(x, { outputs: 2, drop });
    tf.test_util.expectArraysClose(dropped.dataSync(), expected.dataSync(), 1e-5);
  });

  it('is the residual alone where both sub-layers are dropped', () => {
    const drop = { rate: 1 - 2 ** -24, random: { seed: 3, first: 11 } };
    const y = randomBlock('pre').apply(x, { outputs: t, drop });
    tf.test_util.expectArraysClose(y.dataSync(), x.dataSync(), 1e-6);
  });

  it('names its variables by their place', () => {
    const shapes = Object.entries(randomBlock('post').variables).map(([path, { shape }]) => `${path} ${shape}`);
    expect(shapes).toEqual([
      'block1/attention/input/kernel 6,18',
      'block1/attention/input/bias 18',
      'block1/attention/output/kernel 6,6',
      'block1/attention/output/bias 6',
      'block1/norm1/scale 6',
      'block1/norm1/shift 6',
      'block1/hidden/kernel 6,7',
      'block1/hidden/bias 7',
      'block1/output/kernel 7,6',
      'block1/output/bias 6',
      'block1/norm2/scale 6',
      'block1/norm2/shift 6',
    ]);
  });
});
