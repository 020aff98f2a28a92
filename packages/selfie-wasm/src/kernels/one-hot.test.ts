import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';

describe('oneHot', () => {
  it('agrees with a loop, also for indices that are out of range', () => {
    const indices = fc.array(fc.integer({ min: -2, max: 9 }), { minLength: 1, maxLength: 600 });
    const values = fc.constantFrom([1, 0], [5, -1], [0.5, 0.25]);
    fc.assert(
      fc.property(indices, fc.integer({ min: 2, max: 8 }), values, (places, depth, [on, off]) => {
        tf.tidy(() => {
          const y = inWebAssembly(() => tf.oneHot(tf.tensor1d(places, 'int32'), depth, on, off, 'float32'));
          const expected = places.flatMap((place) =>
            Array.from({ length: depth }, (_, i) => (i === place ? on! : off!)),
          );
          expectValues(y, [places.length, depth], expected);
        });
      }),
    );
  });

  it('gives int32 unless told otherwise, and keeps the shape of its indices in front', () => {
    const y = tf.oneHot(tf.tensor2d([[2], [0]], [2, 1], 'int32'), 3);
    expectValues(y, [2, 1, 3], [0, 0, 1, 1, 0, 0]);
  });

  it('gives nothing for nothing', () => {
    expectValues(tf.oneHot(tf.tensor1d([], 'int32'), 3), [0, 3], []);
  });
});
