import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { convolution } from 'selfie-ops';
import { describe, expect, it } from 'vitest';
import { checkConvolution, computed, operandsOf, type Result } from '../../testing/check-convolution.ts';
import { windowed, windowedConvolutions } from '../../testing/convolution.ts';
import { expectValues } from '../../testing/expect-values.ts';
import { kernelsOf } from '../../testing/kernels-of.ts';
import { draws } from '../../testing/random-tensor.ts';
import { backend } from '../backend.ts';
import { mostGradientWindows } from './winograd.ts';

type Shape4 = [number, number, number, number];

/** The tensor with another value at one place. */
function replaced(tensor: tf.Tensor4D, at: number, value: number): tf.Tensor4D {
  const values = tensor.dataSync().slice();
  values[at % values.length] = value;
  return tf.tensor4d(values as Float32Array, tensor.shape);
}

describe('convolutions by windows', () => {
  it('agree with loops to the bit', () => {
    fc.assert(
      fc.property(windowedConvolutions, draws, (shapes, { seed }) => {
        tf.tidy(() => checkConvolution(shapes, operandsOf(shapes, seed)));
      }),
      { numRuns: 40 },
    );
  });

  it('agree with loops for as many channels as there is room for', () => {
    for (const [inputs, outputs] of [
      [144, 16],
      [160, 272],
      [384, 80],
      [512, 16],
      [16, 512],
    ] as const) {
      const shapes = windowed([2, 5, 4, inputs], outputs);
      tf.tidy(() => checkConvolution(shapes, operandsOf(shapes, inputs)));
    }
  });

  it('are by windows, in all three passes', () => {
    tf.tidy(() => {
      const shapes = windowed([2, 8, 6, 16], 32);
      const { y, dx, dFilter } = computed(shapes, operandsOf(shapes, 1));
      expect(kernelsOf(y)).toEqual(['winogradConv2d']);
      expect(kernelsOf(dx)).toEqual(['winogradConv2d']);
      expect(kernelsOf(dFilter)).toEqual(['winogradFilterGradient', 'mergeWinogradFilterGradient']);
    });
  });

  it('agree with loops where a value is not finite, wherever it is', () => {
    const spoiled = fc.record({
      which: fc.constantFrom('x' as const, 'filter' as const, 'dy' as const),
      at: fc.nat(),
      value: fc.constantFrom(Infinity, -Infinity, Number.NaN),
    });
    fc.assert(
      fc.property(windowedConvolutions, spoiled, draws, (shapes, { which, at, value }, { seed }) => {
        tf.tidy(() => {
          const operands = operandsOf(shapes, seed);
          // An infinite filter meets the zeros around dy, which loops leave out.
          const read: Result[] = which === 'filter' ? ['y'] : ['y', 'dx', 'dFilter'];
          checkConvolution(shapes, { ...operands, [which]: replaced(operands[which], at, value) }, read);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('do not overflow where the direct sums do not', () => {
    tf.tidy(() => {
      const shapes = windowed([1, 6, 6, 16], 16);
      const middle = replaced(tf.zeros(shapes.filter), (4 * 16 + 3) * 16 + 5, 1); // the middle tap, channel 3 to 5
      const large = tf.fill(shapes.x, 2e38) as tf.Tensor4D;
      const one = replaced(tf.zeros(shapes.x), 100, 1);
      checkConvolution(shapes, { x: large, filter: middle, dy: one }, ['y', 'dFilter']);
      checkConvolution(shapes, { x: one, filter: middle, dy: large }, ['dx', 'dFilter']);
    });
  });

  it('know a filter from the same values in another shape', () => {
    tf.tidy(() => {
      const [wide, narrow] = [windowed([2, 4, 4, 16], 32), windowed([2, 4, 4, 32], 16)];
      const operands = operandsOf(wide, 1);
      const reshaped = { ...operandsOf(narrow, 2), filter: tf.reshape(operands.filter, narrow.filter) as tf.Tensor4D };
      for (let i = 0; i < 3; i++) {
        checkConvolution(wide, operands);
        checkConvolution(narrow, reshaped);
      }
    });
  });

  it('have filters without gradients where there are no images', () => {
    tf.tidy(() => {
      const filter = tf.ones([3, 3, 16, 16]) as tf.Tensor4D;
      for (const shape of [
        [0, 8, 8, 16],
        [2, 0, 8, 16],
      ] as Shape4[]) {
        const [, dFilter] = tf.grads((x, f) => tf.sum(convolution(x as tf.Tensor4D, f as tf.Tensor4D)))([
          tf.zeros(shape),
          filter,
        ]);
        expectValues(dFilter!, filter.shape, new Float32Array(filter.size));
      }
    });
  });

  it('have room for the windows of a gradient', () => {
    const { threads } = backend();
    const width = threads.constant('WINOGRAD_ROWS') + threads.constant('WINOGRAD_COLUMNS');
    const bytes = (each: number, columns: number) => 16 * (each * columns * 4 + 2 * threads.constant('PLACES_APART'));
    expect(bytes(mostGradientWindows, width)).toBeLessThanOrEqual(threads.constant('GATHERED_BYTES'));
    expect(bytes(48, 64)).toBeLessThanOrEqual(threads.constant('GATHERED_BYTES'));
  });
});
