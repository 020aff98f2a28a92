import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { convolution } from './convolution.ts';
import { own } from './owner.ts';

/** Output (row, column, o) of a convolution with the same border of zeros on all sides, term by term. */
function oracle(x: number[][][], kernel: number[][][][], stride: number, [row, column, o]: [number, number, number]) {
  const border = (kernel.length - 1) / 2;
  let sum = 0;
  kernel.forEach((line, i) => {
    line.forEach((weights, j) => {
      const pixel = x[row * stride + i - border]?.[column * stride + j - border];
      pixel?.forEach((value, channel) => {
        sum += value * weights[channel]![o]!;
      });
    });
  });
  return sum;
}

test.each([
  { size: 1, stride: 1, height: 5, width: 4 },
  { size: 1, stride: 2, height: 5, width: 4 },
  { size: 3, stride: 1, height: 5, width: 4 },
  { size: 3, stride: 2, height: 5, width: 4 },
  { size: 3, stride: 2, height: 2, width: 1 },
  { size: 7, stride: 2, height: 11, width: 8 },
])('pads a $size × $size kernel of stride $stride on $height × $width pixels alike on all sides', (shape) => {
  const { size, stride, height, width } = shape;
  const { apply, variables } = own(1, (make) => ({
    apply: convolution(make, 'conv', { inputs: 3, outputs: 2, size, stride }),
  }));
  const x = tf.randomNormal([2, height, width, 3], 0, 1, 'float32', 5) as tf.Tensor4D;
  const y = apply(x);
  expect(y.shape).toEqual([2, Math.ceil(height / stride), Math.ceil(width / stride), 2]);
  const kernel = variables['conv/kernel']!.arraySync() as number[][][][];
  y.arraySync().forEach((map, b) => {
    map.forEach((line, row) => {
      line.forEach((pixel, column) => {
        pixel.forEach((value, o) => {
          expect(value).toBeCloseTo(oracle(x.arraySync()[b]!, kernel, stride, [row, column, o]), 4);
        });
      });
    });
  });
});

test('starts He normal by fan-out', () => {
  const { variables } = own(1, (make) => ({
    apply: convolution(make, 'conv', { inputs: 40, outputs: 20, size: 3, stride: 1 }),
  }));
  const kernel = variables['conv/kernel']!;
  expect(kernel.shape).toEqual([3, 3, 40, 20]);
  const { mean, variance } = tf.moments(kernel);
  expect(mean.dataSync()[0]).toBeCloseTo(0, 2);
  expect(variance.dataSync()[0]! / (2 / (9 * 20))).toBeCloseTo(1, 1);
});
