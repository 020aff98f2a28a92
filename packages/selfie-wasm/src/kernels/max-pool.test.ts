import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { convolutions } from '../../testing/convolution.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { onCpu } from '../../testing/on-cpu.ts';
import { draws, integers, specialDraws } from '../../testing/random-tensor.ts';
import { runKernel } from '../../testing/run-kernel.ts';

/** Windows of more than one pixel. */
const pools = convolutions({ dilated: false }).filter(({ filter: [height, width] }) => height * width > 1);

describe('max pooling', () => {
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
                  let most = -Infinity;
                  for (let y = Math.max(0, top); y < Math.min(h, top + height); y++) {
                    for (let x = Math.max(0, left); x < Math.min(w, left + width); x++) {
                      const value = values[((image * h + y) * w + x) * c + channel]!;
                      if (value > most) most = value;
                    }
                  }
                  expected.push(most);
                }
              }
            }
          }
          const attrs = { filterSize: [height, width], strides, pad, dimRoundingMode: mode };
          expectValues(runKernel('MaxPool', { x }, attrs)[0]!, info.outShape, expected);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('has the gradient of the stock kernel', () => {
    fc.assert(
      fc.property(pools, draws, draws, ({ x: shape, filter: [height, width], strides, pad }, xDraw, dyDraw) => {
        tf.tidy(() => {
          const input = integers<tf.Rank.R4>(shape, xDraw);
          const attrs = {
            filterSize: [height, width],
            strides,
            pad,
            dimRoundingMode: typeof pad === 'string' ? undefined : 'floor',
          };
          const [output] = runKernel('MaxPool', { x: input }, attrs);
          const dy = integers<tf.Rank.R4>(output!.shape as typeof shape, dyDraw);
          const run = () =>
            tf.engine().runKernel('MaxPoolGrad', { dy, input, output: output! }, attrs as object as tf.NamedAttrMap);
          const expected = onCpu(() => (run() as tf.Tensor).dataSync());
          expectValues(inWebAssembly(run) as tf.Tensor, shape, expected);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('falls back for windows of one pixel, and gives nothing for nothing', () => {
    const x = integers<tf.Rank.R4>([2, 3, 5, 2], { seed: 1 });
    expectValues(tf.maxPool(x, 1, 1, 'valid'), [2, 3, 5, 2], x.dataSync());
    expectValues(tf.maxPool(tf.zeros<tf.Rank.R4>([0, 4, 4, 2]), 2, 2, 'valid'), [0, 2, 2, 2], []);
  });
});
