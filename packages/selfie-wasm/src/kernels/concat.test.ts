import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const parts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.nat(shape.length - 1),
    widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  }),
);

/** Values of the parts, one run of each after the other. */
function joined(tensors: tf.Tensor[], axis: number): number[] {
  const runs = tensors.map((tensor) => tf.util.sizeFromShape(tensor.shape.slice(axis)));
  const outer = tf.util.sizeFromShape(tensors[0]!.shape.slice(0, axis));
  return [...Array(outer).keys()].flatMap((row) =>
    tensors.flatMap((tensor, i) => Array.from(tensor.dataSync().slice(row * runs[i]!, (row + 1) * runs[i]!))),
  );
}

describe('concat, split, stack and unstack', () => {
  it('concat agrees with a loop, and split takes its parts again', () => {
    fc.assert(
      fc.property(parts, specialDraws, fc.boolean(), ({ shape, axis, widths }, draw, whole) => {
        tf.tidy(() => {
          const tensors = widths.map((width, i) => {
            const floats = integers(shape.with(axis, width) as [number], { ...draw, seed: draw.seed + i });
            return whole && draw.special!.length === 0 ? tf.cast(floats, 'int32') : floats;
          });
          const total = widths.reduce((sum, width) => sum + width, 0);
          const y = inWebAssembly(() => tf.concat(tensors, axis));
          expectValues(y, shape.with(axis, total), joined(tensors, axis));
          const again = inWebAssembly(() => tf.split(y, widths, axis));
          for (const [i, part] of again.entries()) expectValues(part, tensors[i]!.shape, tensors[i]!.dataSync());
        });
      }),
      { numRuns: 100 },
    );
  });

  it('stack agrees with a loop, and unstack takes its parts again', () => {
    fc.assert(
      fc.property(parts, specialDraws, ({ shape, axis, widths }, draw) => {
        tf.tidy(() => {
          const tensors = widths.map((_, i) => integers(shape as [number], { ...draw, seed: draw.seed + i }));
          const y = inWebAssembly(() => tf.stack(tensors, axis));
          const outer = [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)];
          expectValues(y, outer, joined(tensors, axis));
          for (const [i, part] of tf.unstack(y, axis).entries()) expectValues(part, shape, tensors[i]!.dataSync());
        });
      }),
      { numRuns: 60 },
    );
  });

  it('join with an empty part, another type and themselves', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expectValues(tf.concat([x, tf.zeros([2, 0]), x], 1), [2, 4], [1, 2, 1, 2, 3, 4, 3, 4]);
    expectValues(tf.concat([tf.greater(x, 2), tf.less(x, 2)], 0), [4, 2], [0, 0, 1, 1, 1, 0, 0, 0]);
  });

  it('throw for shapes that do not fit', () => {
    expect(() => tf.concat([tf.zeros([2, 3]), tf.zeros([3, 3])], 1)).toThrow('Shape of tensors[1] (3,3)');
  });
});
