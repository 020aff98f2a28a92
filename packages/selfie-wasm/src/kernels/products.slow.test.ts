import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { it } from 'vitest';
import { checkConvolution, operandsOf } from '../../testing/check-convolution.ts';
import { type Convolution, infoOf } from '../../testing/convolution.ts';
import { describeEachTile } from '../../testing/each-tile.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { matrixProduct } from '../../testing/matrix-product.ts';
import { draws, integers } from '../../testing/random-tensor.ts';
import { side } from '../../testing/side.ts';

/** Multiplications of a case: what loops do in some tenths of a second. */
const mostProducts = 1e7;

const convolutions: fc.Arbitrary<Convolution> = fc
  .record({
    images: side(40),
    sides: fc.tuple(side(80), side(80)),
    channels: fc.tuple(side(3000), side(3000)),
    kernel: fc.oneof(fc.constant([3, 3] as const), fc.tuple(side(9), side(9))),
    strides: fc.constantFrom<[number, number]>([1, 1], [1, 1], [2, 2], [1, 3]),
    pad: fc.constantFrom('same' as const, 'valid' as const, 2),
  })
  .map(({ images, sides, channels: [inputs, outputs], kernel, strides, pad }) => ({
    x: [images, ...sides, inputs] as Convolution['x'],
    filter: [...kernel, inputs, outputs] as Convolution['filter'],
    strides,
    dilations: [1, 1] as [number, number],
    pad,
  }))
  .filter((convolution) => {
    const { outHeight, outWidth } = infoOf(convolution);
    const products = convolution.x[0] * outHeight * outWidth * tf.util.sizeFromShape(convolution.filter);
    return outHeight > 0 && outWidth > 0 && products <= mostProducts;
  });

const matrices = fc
  .record({
    batch: side(60),
    rows: side(6000),
    depth: side(6000),
    columns: side(6000),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    shared: fc.constantFrom('none', 'a', 'b'),
  })
  .filter(({ batch, rows, depth, columns }) => batch * rows * depth * columns <= mostProducts);

describeEachTile('products of any size', () => {
  it('agree with loops: convolutions and their gradients', () => {
    fc.assert(
      fc.property(convolutions, draws, (convolution, { seed }) => {
        tf.tidy(() => checkConvolution(convolution, operandsOf(convolution, seed)));
      }),
      { numRuns: 200 },
    );
  });

  it('agree with loops: matrices', () => {
    fc.assert(
      fc.property(matrices, draws, ({ batch, rows, depth, columns, transposeA, transposeB, shared }, { seed }) => {
        tf.tidy(() => {
          const aSides = transposeA ? [depth, rows] : [rows, depth];
          const bSides = transposeB ? [columns, depth] : [depth, columns];
          const a = integers([shared === 'a' ? 1 : batch, ...aSides] as [number, number, number], { seed });
          const b = integers([shared === 'b' ? 1 : batch, ...bSides] as [number, number, number], { seed: seed + 1 });
          const { shape, values } = matrixProduct(a, b, transposeA, transposeB);
          expectValues(
            inWebAssembly(() => tf.matMul(a, b, transposeA, transposeB)),
            shape,
            values,
          );
        });
      }),
      { numRuns: 200 },
    );
  });
});
