import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues, expectWithin } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { expectLikeCpu } from '../../testing/like-cpu.ts';
import { draws, integers, reals, specialDraws } from '../../testing/random-tensor.ts';
import { valueAndGradients } from '../../testing/value-and-gradients.ts';

const segmentations = fc
  .record({
    segments: fc.integer({ min: 1, max: 40 }),
    inner: fc.array(fc.integer({ min: 1, max: 11 }), { maxLength: 2 }),
  })
  .chain(({ segments, inner }) =>
    fc.record({
      segments: fc.constant(segments),
      inner: fc.constant(inner),
      ids: fc.array(fc.integer({ min: -1, max: segments }), { minLength: 1, maxLength: 30 }),
    }),
  );

describe('unsortedSegmentSum', () => {
  it('agrees with a loop, leaving out ids that are no segment’s', () => {
    fc.assert(
      fc.property(segmentations, specialDraws, ({ segments, inner, ids }, draw) => {
        tf.tidy(() => {
          const x = integers([ids.length, ...inner] as [number], draw);
          const size = tf.util.sizeFromShape(inner);
          const expected = new Float32Array(segments * size);
          ids.forEach((id, i) => {
            for (let j = 0; j < size; j++)
              if (id >= 0 && id < segments) expected[id * size + j]! += x.dataSync()[i * size + j]!;
          });
          const y = inWebAssembly(() => tf.unsortedSegmentSum(x, tf.tensor1d(ids, 'int32'), segments));
          expectValues(y, [segments, ...inner], expected);
        });
      }),
    );
  });

  it('is the gradient of gather', () => {
    tf.tidy(() => {
      const x = reals<tf.Rank.R3>([5, 7, 3], { seed: 1 });
      const places = tf.tensor1d([3, 0, 3, 4, 4, 4, 1], 'int32');
      for (const axis of [0, 1]) {
        expectLikeCpu(() => valueAndGradients((t) => tf.gather(t!, places, axis), [x]), 1e-6);
      }
    });
  });

  it('gives zeros for nothing', () => {
    expectValues(tf.unsortedSegmentSum(tf.zeros([0, 2]), tf.tensor1d([], 'int32'), 3), [3, 2], Array(6).fill(0));
  });
});

describe('scatterND', () => {
  it('is what gathers back its updates, transposed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 20 }), draws, (rank, count, { seed }) => {
        tf.tidy(() => {
          const shape = [3, 5, 7];
          const strides = tf.util.computeStrides(shape);
          const size = tf.util.sizeFromShape(shape.slice(rank));
          const places = Array.from({ length: count }, (_, i) =>
            shape.slice(0, rank).map((side, j) => (((seed % 1000) + 1) * (i + 1) * (j + 3)) % side),
          );
          const updates = integers([count, ...shape.slice(rank)] as [number], { seed });
          const expected = new Float32Array(105);
          places.forEach((place, i) => {
            const at = place.reduce((sum, p, j) => sum + p * (j < 2 ? strides[j]! : 1), 0);
            for (let j = 0; j < size; j++) expected[at + j]! += updates.dataSync()[i * size + j]!;
          });
          const indices = tf.tensor2d(places, [count, rank], 'int32');
          expectWithin(
            inWebAssembly(() => tf.scatterND(indices, updates, shape)),
            shape,
            expected,
            0,
          );
        });
      }),
    );
  });

  it('throws for an index that is out of range', () => {
    expect(() => tf.scatterND(tf.tensor2d([[4]], [1, 1], 'int32'), tf.tensor1d([1]), [4])).toThrow(
      'Invalid indices: 4 does not index into 4',
    );
  });
});
