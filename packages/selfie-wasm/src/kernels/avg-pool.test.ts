import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { convolutions } from '../../testing/convolution.ts';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

/** Windows of more than one pixel. */
const pools = convolutions({ dilated: false }).filter(({ filter: [height, width] }) => height * width > 1);

describe('average pooling', () => {
  it('agrees with loops for every size, stride and padding', () => {
    fc.assert(
      fc.property(pools, specialDraws, ({ x: shape, filter: [height, width], strides, pad }, draw) => {
        tf.tidy(() => {
          const x = integers<tf.Rank.R4>(shape, draw);
          const mode = typeof pad === 'string' ? undefined : 'floor';
          const info = tf.backend_util.computePool2DInfo(shape, [height, width], strides, 1, pad, mode);
          const [values, [batch, h, w, c]] = [x.dataSync(), shape];
          const expected: number[] = [];
          for (let image = 0; image < batch; image++) {
            for (let top = -info.padInfo.top, oy = 0; oy < info.outHeight; top += strides[0], oy++) {
              for (let left = -info.padInfo.left, ox = 0; ox < info.outWidth; left += strides[1], ox++) {
                for (let channel = 0; channel < c; channel++) {
                  let [sum, count] = [0, 0];
                  for (let y = Math.max(0, top); y < Math.min(h, top + height); y++) {
                    for (let x = Math.max(0, left); x < Math.min(w, left + width); x++) {
                      sum += values[((image * h + y) * w + x) * c + channel]!;
                      count++;
                    }
                  }
                  expected.push(sum / count);
                }
              }
            }
          }
          const attrs = { filterSize: [height, width], strides, pad, dimRoundingMode: mode };
          expectWithin(runKernel('AvgPool', { x }, attrs)[0]!, info.outShape, expected, 1e-6);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has the gradient of the stock kernel', () => {
    fc.assert(
      fc.property(pools, draws, ({ x: shape, filter: [height, width], strides, pad }, draw) => {
        tf.tidy(() => {
          const input = tf.zeros<tf.Rank.R4>(shape);
          const attrs = { filterSize: [height, width], strides, pad };
          const { outShape } = tf.backend_util.computePool2DInfo(shape, [height, width], strides, 1, pad);
          const dy = integers<tf.Rank.R4>(outShape, draw);
          const named = attrs as object as tf.NamedAttrMap;
          expectLikeCpu(() => [tf.engine().runKernel('AvgPoolGrad', { dy, input }, named) as tf.Tensor], 1e-5);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has the gradient of a mean where every window is whole', () => {
    tf.tidy(() => {
      const x = reals<tf.Rank.R4>([2, 6, 6, 5], { seed: 1 });
      const pooled = valueAndGradients((t) => tf.avgPool(t as tf.Tensor4D, [2, 3], [2, 3], 'valid'), [x]);
      const means = valueAndGradients((t) => tf.mean(tf.reshape(t, [2, 3, 2, 2, 3, 5]), [2, 4]), [x]);
      for (const i of [0, 1]) expectWithin(pooled[i]!, pooled[i]!.shape, means[i]!.dataSync(), 1e-6);
    });
  });

  it('falls back for windows of one pixel, and gives nothing for nothing', () => {
    const x = integers<tf.Rank.R4>([2, 3, 5, 2], { seed: 1 });
    expectValues(tf.avgPool(x, 1, 1, 'valid'), [2, 3, 5, 2], x.dataSync());
    expectValues(tf.avgPool(tf.zeros<tf.Rank.R4>([0, 4, 4, 2]), 2, 2, 'valid'), [0, 2, 2, 2], []);
  });
});
