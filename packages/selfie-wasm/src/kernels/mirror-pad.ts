import type { MirrorPadAttrs } from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { copy, mostSides, stridesOf } from './copy.ts';

export const mirrorPad = kernelWhere<Inputs<'x'>, MirrorPadAttrs>(
  'MirrorPad',
  ({ x }) => areWords(x) && x.shape.length <= mostSides,
  (backend, { x }, { paddings, mode }) => {
    const edge = mode === 'reflect' ? 1 : 0; // whether the outermost values stand alone or are repeated
    const pieces = paddings.map(([before, after], i) => {
      const side = x.shape[i]!;
      return [
        { to: 0, from: before - 1 + edge, count: before, step: -1 },
        { to: before, from: 0, count: side, step: 1 },
        { to: before + side, from: side - 1 - edge, count: after, step: -1 },
      ].filter(({ count }) => count > 0);
    });
    const y = backend.output(
      x.shape.map((side, i) => paddings[i]![0] + side + paddings[i]![1]),
      x.dtype,
    );
    const [xStrides, yStrides] = [stridesOf(x.shape), stridesOf(y.shape)];
    for (const piece of combinations(pieces)) {
      const walk = {
        shape: piece.map(({ count }) => count),
        from: piece.map(({ step }, i) => step * xStrides[i]!),
        to: yStrides,
      };
      const at = (end: 'from' | 'to', strides: number[]) => piece.reduce((sum, p, i) => sum + p[end] * strides[i]!, 0);
      copy(backend, x, y, walk, at('from', xStrides), at('to', yStrides));
    }
    return y;
  },
);

/** Every way to take one of each. */
function combinations<T>(choices: T[][]): T[][] {
  return choices.reduce<T[][]>((taken, some) => taken.flatMap((list) => some.map((one) => [...list, one])), [[]]);
}
