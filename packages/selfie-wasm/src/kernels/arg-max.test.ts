import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('argMax and argMin', () => {
  for (const [name, run, isBetter] of [
    ['argMax: the first of the largest', tf.argMax, (value: number, best: number) => value > best],
    ['argMin: the first of the smallest', tf.argMin, (value: number, best: number) => value < best],
  ] as const) {
    it(`${name} agrees with a loop along any side, NaN not counted behind the first place`, () => {
      fc.assert(
        fc.property(shapes, fc.nat(), specialDraws, (shape, side, draw) => {
          tf.tidy(() => {
            const axis = side % shape.length;
            const x = integers(shape as [number], draw);
            const values = x.dataSync();
            const outShape = shape.filter((_, i) => i !== axis);
            const inner = tf.util.sizeFromShape(shape.slice(axis + 1));
            const expected = Array.from({ length: tf.util.sizeFromShape(outShape) }, (_, i) => {
              const at = (place: number) => (Math.floor(i / inner) * shape[axis]! + place) * inner + (i % inner);
              let best = 0;
              for (let place = 1; place < shape[axis]!; place++) {
                if (isBetter(values[at(place)]!, values[at(best)]!)) best = place;
              }
              return best;
            });
            const y = inWebAssembly(() => run(x, axis));
            expect(y.dtype).toBe('int32');
            expectValues(y, outShape, expected);
            expectValues(run(x, axis - shape.length), outShape, expected);
          });
        }),
      );
    });
  }

  it('leave no tensor behind', () => {
    const x = integers<tf.Rank.R2>([3, 5], { seed: 1 });
    const { numDataBuffers } = tf.memory();
    tf.dispose(tf.argMax(x, 0));
    expect(tf.memory().numDataBuffers).toBe(numDataBuffers);
  });
});
