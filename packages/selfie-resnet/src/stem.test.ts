import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type Architecture, architectureOf } from './architecture.ts';
import { own } from './owner.ts';
import { stem } from './stem.ts';

const makeStem = (options: Partial<Architecture>) =>
  own(1, (make) => ({ apply: stem(make, architectureOf({ width: 5, ...options })) }));
const images = tf.randomNormal([2, 13, 10, 3], 0, 1, 'float32', 1) as tf.Tensor4D;

test('the small stem keeps the size, the large quarters it, rounding up', () => {
  expect(makeStem({ stem: 'small' }).apply(images, {}).shape).toEqual([2, 13, 10, 5]);
  expect(makeStem({ stem: 'large' }).apply(images, {}).shape).toEqual([2, 4, 3, 5]);
});

test('v1.5 has a norm and a ReLU, v2 the bare convolution', () => {
  const kernels = { small: [3, 3, 3, 5], large: [7, 7, 3, 5] };
  for (const size of ['small', 'large'] as const) {
    const post = makeStem({ stem: size });
    const pre = makeStem({ stem: size, version: 'v2' });
    expect(Object.keys(pre.variables)).toEqual(['stem/conv/kernel']);
    expect(pre.variables['stem/conv/kernel']!.shape).toEqual(kernels[size]);
    const norm = ['scale', 'shift', 'mean', 'variance'].map((name) => `stem/norm/${name}`);
    expect(Object.keys(post.variables)).toEqual(['stem/conv/kernel', ...norm]);
    expect(tf.min(post.apply(images, {})).dataSync()[0]).toBeGreaterThanOrEqual(0);
  }
  expect(tf.min(makeStem({ version: 'v2' }).apply(images, {})).dataSync()[0]).toBeLessThan(0);
});

test('the pooling of the large stem takes the largest of nine, with zeros around the map', () => {
  const { apply, variables } = makeStem({ stem: 'large', version: 'v2', width: 1, channels: 1 });
  const centre = tf.buffer([7, 7, 1, 1]);
  centre.set(1, 3, 3, 0, 0); // picks every other pixel
  variables['stem/conv/kernel']!.assign(centre.toTensor());
  const pixels = tf.mul(-1, tf.add(1, tf.range(0, 9 * 11))); // −1, −2, … −99
  const pooled = apply(tf.reshape(pixels, [1, 9, 11, 1]), {}); // a map of 5 × 6 pixels
  const inside = (row: number, column: number) => -(1 + (2 * row * 11 + 2 * column));
  expect(tf.squeeze(pooled).arraySync()).toEqual([
    [0, 0, 0],
    [0, inside(1, 1), inside(1, 3)],
    [0, 0, 0],
  ]);
});
