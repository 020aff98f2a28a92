import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { attention, batchNorm, crossEntropy, gelu, layerNorm } from 'selfie-ops';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, integers, reals } from '../../testing/random-tensor.ts';
import { side } from '../../testing/side.ts';
import { startBackend } from '../../testing/start-backend.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const sides = (most: number, ...each: number[]) =>
  fc.tuple(...each.map(side)).filter((shape) => tf.util.sizeFromShape(shape) <= most);

/** What 32 bits keep of sums of thousands; a value of the wrong place is off by about one. */
const tolerance = 2e-3;

describe.each([1, 3])('sides of any length, threads: %i', (threads) => {
  beforeAll(() => void startBackend(threads));
  afterAll(() => void startBackend(1));

  it('agree with TensorFlow.js: sums, extremes and layouts', () => {
    const shapes = sides(300_000, 3000, 3000, 300, 300);
    fc.assert(
      fc.property(shapes, fc.nat(3), draws, (shape, axis, { seed }) => {
        const values = tf.tidy(() => integers(shape as [number], { seed }).dataSync());
        const axes = [axis, (axis + 1) % 4, (axis + 3) % 4, (axis + 2) % 4];
        const edges = shape.map((_, i): [number, number] => [i, 1]);
        tf.tidy(() =>
          expectLikeCpu(() => {
            const x = tf.tensor(values, shape);
            return [
              tf.sum(x, axis),
              tf.sum(x, axes.slice(0, 2)),
              tf.max(x, axis),
              tf.argMin(x, axis),
              tf.cumsum(x, axis, false, true),
              tf.transpose(x, axes),
              tf.reverse(x, axis),
              tf.concat([x, x], axis),
              tf.pad(x, edges),
              tf.gather(x, [shape[axis]! - 1, 0], axis),
              tf.mul(x, tf.sum(x, axis, true)),
            ];
          }, 0),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('agree with TensorFlow.js: depthwise convolutions, pooling, and their gradients', () => {
    const images = fc.record({
      shape: sides(60_000, 30, 60, 60, 1000),
      window: fc.tuple(side(9), side(9)).filter(([height, width]) => height * width > 1), // one pixel falls back
      multiplier: fc.integer({ min: 1, max: 2 }),
      strides: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(images, draws, ({ shape, window, multiplier, strides }, { seed }) => {
        tf.tidy(() => {
          const x = integers(shape as [number, number, number, number], { seed });
          const filter = integers([...window, shape[3]!, multiplier] as [number, number, number, number], {
            seed: seed + 1,
          });
          const depthwise = (a: tf.Tensor, b: tf.Tensor) =>
            tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, 'same');
          const max = (a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, window, strides, 'same');
          const average = (a: tf.Tensor) => tf.avgPool(a as tf.Tensor4D, window, strides, 'same');
          expectLikeCpu(() => valueAndGradients(depthwise, [x, filter]), tolerance);
          expectLikeCpu(() => valueAndGradients(max, [x]), tolerance);
          expectLikeCpu(() => valueAndGradients(average, [x]), tolerance);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('agree with the composites: norms, softmax, cross-entropy, GELU, and their gradients', () => {
    const rowsAndColumns = sides(60_000, 5000, 5000).filter(([, columns]) => columns! > 1); // classes are two or more
    fc.assert(
      fc.property(rowsAndColumns, draws, ([rows, columns], { seed }) => {
        tf.tidy(() => {
          const x = integers([rows!, columns!], { seed });
          const residual = reals([rows!, columns!], { seed: seed + 1 });
          const [scale, shift] = [2, 3].map((more) => reals([columns!], { seed: seed + more })) as [
            tf.Tensor,
            tf.Tensor,
          ];
          const labels = tf.tensor1d(
            Int32Array.from({ length: rows! }, (_, i) => (seed + i * i) % columns!),
            'int32',
          );
          const norm = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) =>
            batchNorm(a, b, c, { residual: d, epsilon: 1e-2 }).y;
          const layer = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => layerNorm(a, b, c, { epsilon: 1e-2 });
          expectLikeCpu(() => valueAndGradients(norm, [x, scale, shift, residual]), tolerance);
          expectLikeCpu(() => valueAndGradients(layer, [x, scale, shift]), tolerance);
          expectLikeCpu(() => valueAndGradients((a) => tf.softmax(a!), [x]), tolerance);
          expectLikeCpu(
            () => valueAndGradients((logits) => crossEntropy(logits as tf.Tensor2D, labels), [x]),
            tolerance,
          );
          expectLikeCpu(() => valueAndGradients((a) => gelu(a), [residual]), tolerance);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('agree with the composite: attention and its gradients', () => {
    const shapes = fc
      .record({ batch: side(40), queries: side(500), keys: side(500), heads: side(16), size: side(128) })
      .filter(({ batch, queries, keys, heads, size }) => batch * queries * keys * heads * size <= 2e6);
    fc.assert(
      fc.property(shapes, draws, ({ batch, queries, keys, heads, size }, { seed }) => {
        tf.tidy(() => {
          const given = [queries, keys, keys].map((count, i) =>
            reals([batch, count, heads * size] as [number, number, number], { seed: seed + i }),
          );
          const attend = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => attention(q, k, v, { heads });
          expectLikeCpu(() => valueAndGradients(attend, given), tolerance);
        });
      }),
      { numRuns: 60 },
    );
  });
});
