import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type Convolution, convolutions, eachProduct, infoOf } from '../../testing/convolution.ts';
import { expectRelatively, expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { onCpu } from '../../testing/on-cpu.ts';
import { draws, integers, specialDraws } from '../../testing/random-tensor.ts';

/** x ∗ filter by loops, where the padding is made of zeros. */
function convolved(convolution: Convolution, x: tf.Tensor, filter: tf.Tensor) {
  const { outShape } = infoOf(convolution);
  const values = new Float64Array(tf.util.sizeFromShape(outShape));
  const [xs, filters] = [x.dataSync(), filter.dataSync()];
  eachProduct(convolution, (xAt, filterAt, yAt) => {
    values[yAt]! += (xAt < 0 ? 0 : xs[xAt]!) * filters[filterAt]!;
  });
  return { shape: outShape, values };
}

const run = ({ strides, dilations, pad }: Convolution, x: tf.Tensor4D, filter: tf.Tensor4D) =>
  tf.conv2d(x, filter, strides, pad, 'NHWC', dilations, typeof pad === 'string' ? undefined : 'floor');

describe('conv2d', () => {
  it('agrees with loops for every size, stride, dilation and padding', () => {
    fc.assert(
      fc.property(convolutions({ dilated: true }), specialDraws, draws, (convolution, xDraw, filterDraw) => {
        tf.tidy(() => {
          const x = integers<tf.Rank.R4>(convolution.x, xDraw);
          const filter = integers<tf.Rank.R4>(convolution.filter, filterDraw);
          const { shape, values } = convolved(convolution, x, filter);
          expectValues(
            inWebAssembly(() => run(convolution, x, filter)),
            shape,
            values,
          );
        });
      }),
      { numRuns: 100 },
    );
  });

  it('falls back for kernels of more than 128 positions', () => {
    const convolution: Convolution = {
      x: [1, 13, 14, 2],
      filter: [12, 11, 2, 3],
      strides: [1, 1],
      dilations: [1, 1],
      pad: 'same',
    };
    const [x, filter] = [
      integers<tf.Rank.R4>(convolution.x, { seed: 1 }),
      integers<tf.Rank.R4>(convolution.filter, { seed: 2 }),
    ];
    const { shape, values } = convolved(convolution, x, filter);
    expectValues(run(convolution, x, filter), shape, values);
  });

  it('falls back for images whose channels come first', () => {
    const x = integers<tf.Rank.R4>([2, 3, 5, 7], { seed: 1 });
    const filter = integers<tf.Rank.R4>([3, 2, 3, 4], { seed: 2 });
    const last = tf.conv2d(tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D, filter, 2, 'same');
    const first = tf.conv2d(x, filter, 2, 'same', 'NCHW');
    expectValues(first, [2, 4, 3, 4], tf.transpose(last, [0, 3, 1, 2]).dataSync());
  });

  it('gives nothing for no images', () => {
    expectValues(tf.conv2d(tf.zeros<tf.Rank.R4>([0, 5, 5, 2]), tf.ones([3, 3, 2, 4]), 1, 'same'), [0, 5, 5, 4], []);
  });
});

describe('fused conv2d', () => {
  const fused = fc.record({
    convolution: convolutions({ dilated: true }),
    x: specialDraws,
    filter: draws,
    bias: fc.constantFrom('none', 'row', 'one'),
    activation: fc.constantFrom('linear' as const, 'relu' as const, 'relu6' as const, 'elu' as const),
  });

  it('adds a bias and applies an activation', () => {
    fc.assert(
      fc.property(fused, ({ convolution, bias, activation, ...draw }) => {
        tf.tidy(() => {
          const x: tf.Tensor4D = integers(convolution.x, draw.x);
          const filter = integers<tf.Rank.R4>(convolution.filter, draw.filter);
          const biasShape = { none: undefined, row: [filter.shape[3]], one: [1] }[bias];
          const added = biasShape && integers<tf.Rank.R1>(biasShape as [number], { seed: 5 });
          const { strides, dilations, pad } = convolution;
          const dimRoundingMode = typeof pad === 'string' ? undefined : ('floor' as const);
          const y = tf.fused.conv2d({
            x,
            filter,
            strides,
            dilations,
            pad,
            dimRoundingMode,
            bias: added,
            activation,
          });
          const { shape, values } = convolved(convolution, x, filter);
          const sum = onCpu(() => tf.add(tf.tensor(Float32Array.from(values), shape), added ?? 0));
          const activate = { linear: tf.clone, relu: tf.relu, relu6: tf.relu6, elu: tf.elu }[activation];
          expectRelatively(
            y,
            shape,
            onCpu(() => activate(sum as tf.Tensor).dataSync()),
            3e-7,
          );
        });
      }),
      { numRuns: 50 },
    );
  });
});
