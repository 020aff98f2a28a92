import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';

type Shape4 = [number, number, number, number];

/** Depthwise convolutions with an output: images, a kernel with `m` filters a channel, and steps. */
const convolutions = fc
  .record({
    x: fc.tuple(
      fc.integer({ min: 1, max: 11 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(1, 3, 4, 5, 8, 9),
    ),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    m: fc.integer({ min: 1, max: 3 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ x, kernel, m, strides, pad }) => ({ x: x as Shape4, filter: [...kernel, x[3], m] as Shape4, strides, pad }))
  .filter(({ x, filter, pad }) => pad === 'same' || (filter[0] <= x[1] && filter[1] <= x[2]));

const random = (shape: number[], seed: number) => tf.randomNormal<tf.Rank.R4>(shape as Shape4, 0, 1, 'float32', seed);

describe('depthwise convolution', () => {
  it('agrees with TensorFlow.js, and so do its gradients', () => {
    fc.assert(
      fc.property(convolutions, ({ x, filter, strides, pad }) => {
        const attrs = { strides, pad, dilations: [1, 1], dataFormat: 'NHWC' };
        const { outShape } = tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad, undefined, true);
        tf.tidy(() => {
          const [images, weights, dy] = [random(x, 1), random(filter, 2), random(outShape, 3)];
          expectLikeCpu(
            () => [
              run('DepthwiseConv2dNative', { x: images, filter: weights }, attrs),
              run('DepthwiseConv2dNativeBackpropInput', { dy, filter: weights }, { ...attrs, inputShape: x }),
              run('DepthwiseConv2dNativeBackpropFilter', { x: images, dy }, { ...attrs, filterShape: filter }),
            ],
            1e-4,
          );
        });
      }),
      { numRuns: 60 },
    );
  });

  it('agrees where it is dilated', () => {
    for (const dilations of [2, 3]) {
      expectLikeCpu(
        () => [tf.depthwiseConv2d(random([2, 9, 8, 5], 1), random([3, 2, 5, 2], 2), 1, 'same', 'NHWC', dilations)],
        1e-4,
      );
    }
  });

  it.each(['relu', 'elu', 'sigmoid'] as const)('adds bias and activation, %s', (activation) => {
    expectLikeCpu(
      () => [
        tf.fused.depthwiseConv2d({
          x: random([2, 5, 6, 3], 1),
          filter: random([3, 3, 3, 2], 2),
          strides: 1,
          pad: 'same',
          bias: tf.tensor1d([-1, -0.6, -0.2, 0.2, 0.6, 1]),
          activation,
        }),
      ],
      1e-4,
    );
  });
});

/** A kernel of the backend in use. */
function run(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;
}
