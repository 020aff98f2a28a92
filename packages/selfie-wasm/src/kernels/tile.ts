import type { TileAttrs } from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { canCopy, copy, stridesOf } from './copy.ts';

export const tile = kernelWhere<Inputs<'x'>, TileAttrs>(
  'Tile',
  ({ x }, { reps }) => areWords(x) && !reps.includes(0) && canCopy(walk(x.shape, reps)),
  (backend, { x }, { reps }) => {
    const y = backend.output(
      x.shape.map((side, i) => side * reps[i]!),
      x.dtype,
    );
    copy(backend, x, y, walk(x.shape, reps));
    return y;
  },
);

/** Each side becomes two: its repetitions, over which x stands still, and itself. */
function walk(shape: number[], reps: number[]) {
  const strides = stridesOf(shape);
  const twice = shape.flatMap((side, i) => [reps[i]!, side]);
  return { shape: twice, from: strides.flatMap((stride) => [0, stride]), to: stridesOf(twice) };
}
