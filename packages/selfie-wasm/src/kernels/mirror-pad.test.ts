import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectValues } from '../../testing/expect-values.ts';
import { inWebAssembly } from '../../testing/in-web-assembly.ts';
import { integers, specialDraws } from '../../testing/random-tensor.ts';

const paddings = fc.constantFrom('reflect' as const, 'symmetric' as const).chain((mode) =>
  fc.record({
    mode: fc.constant(mode),
    sides: fc.array(
      fc.integer({ min: 1, max: 5 }).chain((side) => {
        const pad = fc.nat(mode === 'reflect' ? side - 1 : side);
        return fc.record({ side: fc.constant(side), pad: fc.tuple(pad, pad) });
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

describe('mirrorPad', () => {
  it('agrees with a loop in both modes, float32 and int32', () => {
    fc.assert(
      fc.property(paddings, specialDraws, ({ mode, sides }, draw) => {
        tf.tidy(() => {
          const shape = sides.map(({ side }) => side);
          const floats = integers(shape as [number], draw);
          const outShape = sides.map(({ side, pad }) => pad[0] + side + pad[1]);
          const repeated = mode === 'symmetric' ? 1 : 0;
          const mirrored = (at: number, side: number) =>
            at < 0 ? -at - repeated : at >= side ? 2 * (side - 1) - at + repeated : at;
          for (const x of draw.special!.length === 0 ? [floats, tf.cast(floats, 'int32')] : [floats]) {
            const values = x.dataSync();
            const expected = Array.from({ length: tf.util.sizeFromShape(outShape) }, (_, i) => {
              const place = tf.util.indexToLoc(i, shape.length, tf.util.computeStrides(outShape));
              const from = place.map((at, j) => mirrored(at - sides[j]!.pad[0], shape[j]!));
              return values[from.reduce((index, at, j) => index * shape[j]! + at, 0)]!;
            });
            const pads = sides.map(({ pad }) => pad);
            expectValues(
              inWebAssembly(() => tf.mirrorPad(x, pads, mode)),
              outShape,
              expected,
            );
          }
        });
      }),
    );
  });
});
