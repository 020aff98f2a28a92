import type { PadV2Attrs } from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { canCopy, copy, stridesOf } from './copy.ts';
import { filled } from './fill.ts';

export const pad = kernelWhere<Inputs<'x'>, PadV2Attrs>(
  'PadV2',
  ({ x }, { paddings }) => areWords(x) && canCopy(walk(x.shape, paddings)),
  (backend, { x }, { paddings, constantValue }) => {
    const y = filled(backend, paddedShape(x.shape, paddings), x.dtype as 'float32' | 'int32', constantValue);
    const strides = stridesOf(y.shape);
    const offset = paddings.reduce((sum, [before], i) => sum + before * strides[i]!, 0);
    copy(backend, x, y, walk(x.shape, paddings), 0, offset);
    return y;
  },
);

function paddedShape(shape: number[], paddings: [number, number][]): number[] {
  return shape.map((side, i) => paddings[i]![0] + side + paddings[i]![1]);
}

function walk(shape: number[], paddings: [number, number][]) {
  return { shape, from: stridesOf(shape), to: stridesOf(paddedShape(shape, paddings)) };
}
