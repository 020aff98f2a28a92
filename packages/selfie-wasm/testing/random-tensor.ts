import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

/** What decides the values of a tensor; `special` values stand in for about one in eight. */
export interface Draw {
  readonly seed: number;
  readonly special?: readonly number[];
}

export const draws: fc.Arbitrary<Draw> = fc.record({ seed: fc.nat() });

/** Draws that may come with NaN and infinities. */
export const specialDraws: fc.Arbitrary<Draw> = fc.record({
  seed: fc.nat(),
  special: fc.constantFrom([], [], [Number.NaN], [Infinity], [Infinity, -Infinity], [Number.NaN, Infinity, -Infinity]),
});

/** Whole numbers from −4 to 4: products and sums of them are exact in float32, whatever the order. */
export function integers<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: Draw): tf.Tensor<R> {
  return filled(shape, draw, (uniform) => Math.floor(uniform * 9) - 4);
}

/** Numbers from −2 to 2. */
export function reals<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: Draw): tf.Tensor<R> {
  return filled(shape, draw, (uniform) => uniform * 4 - 2);
}

function filled<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  { seed, special = [] }: Draw,
  value: (uniform: number) => number,
) {
  const next = mulberry32(seed);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    const chosen = Math.floor(next() * special.length * 8);
    return special[chosen] ?? value(next());
  });
  return tf.tensor<R>(values, shape, 'float32');
}

/** Uniform draws in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
