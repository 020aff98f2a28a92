import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('argMax', () => {
  it('agrees with a loop along the last side: the first of the largest, NaN not counted behind the first place', () => {
    fc.assert(
      fc.property(shapes, specialDraws, (shape, draw) => {
        tf.tidy(() => {
          const x = integers(shape as [number], draw);
          const values = x.dataSync();
          const columns = shape.at(-1)!;
          const expected = Array.from({ length: values.length / columns }, (_, row) => {
            let place = 0;
            for (let i = 1; i < columns; i++)
              if (values[row * columns + i]! > values[row * columns + place]!) place = i;
            return place;
          });
          const y = inWebAssembly(() => tf.argMax(x, -1));
          expect(y.dtype).toBe('int32');
          expectValues(y, shape.slice(0, -1), expected);
        });
      }),
    );
  });

  it('falls back along other sides', () => {
    expectValues(tf.argMax(tf.tensor2d([1, 5, 3, 2], [2, 2]), 0), [2], [1, 0]);
  });
});
