import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const sums = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  side: fc.nat(),
  exclusive: fc.boolean(),
  reverse: fc.boolean(),
  draw: specialDraws,
});

describe('cumsum', () => {
  it('agrees with a loop along any side, float32 and int32', () => {
    fc.assert(
      fc.property(sums, ({ shape, side, exclusive, reverse, draw }) => {
        tf.tidy(() => {
          const axis = side % shape.length;
          const floats = integers(shape as [number], draw);
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const expected = Array.from(x.dataSync());
            const inner = tf.util.sizeFromShape(shape.slice(axis + 1));
            for (let i = 0; i < expected.length; i++) {
              const place = Math.floor(i / inner) % shape[axis]!;
              if (place !== 0) continue;
              const line = Array.from({ length: shape[axis]! }, (_, j) => i + j * inner);
              if (reverse) line.reverse();
              let sum = 0;
              for (const at of line) {
                const value = x.dataSync()[at]!;
                expected[at] = exclusive ? sum : sum + value;
                sum += value;
              }
            }
            const y = inWebAssembly(() => tf.cumsum(x, axis, exclusive, reverse));
            expect(y.dtype).toBe(x.dtype);
            expectValues(y, shape, expected);
          }
        });
      }),
    );
  });

  it('has a gradient that runs in WebAssembly, too', () => {
    tf.tidy(() => {
      const x = reals([3, 5, 7], { seed: 1 });
      expectLikeCpu(() => valueAndGradients((t) => tf.cumsum(t!, 2), [x]), 1e-5);
    });
  });

  it('falls back for truth values, and gives nothing for nothing', () => {
    expectValues(tf.cumsum(tf.tensor1d([1, 1, 0, 1], 'bool')), [4], [1, 2, 2, 3]);
    expectValues(tf.cumsum(tf.zeros([0, 3])), [0, 3], []);
  });
});
