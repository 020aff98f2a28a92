import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

/** Two shapes that broadcast: sides of a common shape, each kept or 1, the front ones perhaps left out. */
export const broadcastShapes: fc.Arbitrary<[number[], number[]]> = fc
  .array(fc.record({ side: fc.integer({ min: 1, max: 9 }), keep: fc.constantFrom('both', 'both', 'a', 'b') }), {
    maxLength: 5,
  })
  .chain((sides) => fc.record({ sides: fc.constant(sides), left: fc.nat(sides.length), shorter: fc.boolean() }))
  .map(({ sides, left, shorter }) => {
    const of = (which: string) => sides.map(({ side, keep }) => (keep === 'both' || keep === which ? side : 1));
    const [a, b] = [of('a'), of('b')];
    return shorter ? [a.slice(left), b] : [a, b.slice(left)];
  });

/** f of a and b by loops: the shape, and the values in float32. */
export function combined(f: (a: number, b: number) => number, a: tf.Tensor, b: tf.Tensor) {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const [as, bs] = [a.dataSync(), b.dataSync()];
  const strides = tf.util.computeStrides(shape);
  const at = (own: number[], place: number[]) =>
    own.reduce((index, side, i) => index * side + (side === 1 ? 0 : place[place.length - own.length + i]!), 0);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => {
    const place = tf.util.indexToLoc(i, shape.length, strides);
    return f(as[at(a.shape, place)]!, bs[at(b.shape, place)]!);
  });
  return { shape, values };
}
