import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientErrors } from '../../../testing/central-differences.ts';
import { convolution } from './convolution.ts';

/** y[b, oy, ox, o] by its definition: the sum over the window, zeros around the image. */
function oracle(x: tf.Tensor4D, filter: tf.Tensor4D, stride: number): number[] {
  const [xs, fs] = [x.arraySync(), filter.arraySync()];
  const [b, h, w] = x.shape;
  const [side, , , outputs] = filter.shape;
  const border = (side - 1) / 2;
  const values: number[] = [];
  for (let image = 0; image < b; image++) {
    for (let oy = 0; oy * stride < h; oy++) {
      for (let ox = 0; ox * stride < w; ox++) {
        for (let o = 0; o < outputs; o++) {
          let sum = 0;
          fs.forEach((line, ky) => {
            line.forEach((weights, kx) => {
              const pixel = xs[image]![oy * stride + ky - border]?.[ox * stride + kx - border];
              pixel?.forEach((value, c) => {
                sum += value * weights[c]![o]!;
              });
            });
          });
          values.push(sum);
        }
      }
    }
  }
  return values;
}

const shapes = [
  { h: 5, w: 4, side: 1, stride: 1 },
  { h: 5, w: 4, side: 1, stride: 2 },
  { h: 5, w: 4, side: 3, stride: 1 },
  { h: 5, w: 4, side: 3, stride: 2 },
  { h: 7, w: 6, side: 5, stride: 3 },
  { h: 2, w: 1, side: 3, stride: 2 },
];

const random = (shape: [number, number, number, number], seed: number) =>
  tf.randomNormal(shape, 0, 1, 'float32', seed) as tf.Tensor4D;

describe('convolution', () => {
  it.each(shapes)('pads $h × $w pixels alike on all sides: side $side, stride $stride', ({ h, w, side, stride }) => {
    const [x, filter] = [random([2, h, w, 3], 1), random([side, side, 3, 5], 2)];
    const y = convolution(x, filter, { stride });
    expect(y.shape).toEqual([2, Math.ceil(h / stride), Math.ceil(w / stride), 5]);
    const expected = oracle(x, filter, stride);
    y.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 4);
    });
  });

  it.each(shapes)('has the gradients of central differences: $h × $w, side $side, stride $stride', (shape) => {
    const { h, w, side, stride } = shape;
    const inputs = [random([2, h, w, 2], 3), random([side, side, 2, 3], 4)];
    const cotangent = random([2, Math.ceil(h / stride), Math.ceil(w / stride), 3], 5);
    const f = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.sum(tf.mul(convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { stride }), cotangent)) as tf.Scalar;
    for (const error of gradientErrors(f, inputs, 1e-2)) expect(error).toBeLessThan(1e-2);
  });

  it('gives the same values and gradients where moments are asked for', () => {
    const inputs = [random([2, 5, 4, 3], 10), random([3, 3, 3, 5], 11)];
    const [separate, together] = [false, true].map((moments) => {
      const f = (x: tf.Tensor, filter: tf.Tensor) =>
        convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { stride: 2, moments });
      const { value, grads } = tf.valueAndGrads(f)(inputs, tf.ones([2, 3, 2, 5]));
      return [value, ...grads].map((tensor) => tensor.dataSync());
    });
    expect(together).toEqual(separate);
  });

  it('takes large kernels', () => {
    const [x, filter] = [random([1, 9, 8, 2], 6), random([13, 13, 2, 3], 7)];
    const expected = oracle(x, filter, 1);
    convolution(x, filter)
      .dataSync()
      .forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 3);
      });
  });

  it('says what it cannot convolve', () => {
    const x = random([1, 4, 4, 3], 8);
    expect(() => convolution(x, random([2, 2, 3, 1], 9))).toThrow('square with an odd side: got [2,2,3,1]');
    expect(() => convolution(x, random([3, 3, 2, 1], 9))).toThrow('expected a filter for 3 channels');
  });
});
