import type { ReverseAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { canCopy, copy, stridesOf } from './copy.ts';

export const reverse = kernelWhere<Inputs<'x'>, ReverseAttrs>(
  'Reverse',
  ({ x }, { dims }) => areWords(x) && canCopy(walk(x.shape, dims)),
  (backend, { x }, { dims }) => {
    const y = backend.output(x.shape, x.dtype);
    const { shape, from, to } = walk(x.shape, dims);
    const last = from.reduce((sum, step, i) => sum + (step < 0 ? -step * (shape[i]! - 1) : 0), 0);
    copy(backend, x, y, { shape, from, to }, last);
    return y;
  },
);

/** Backwards along the sides `dims`. */
function walk(shape: number[], dims: number | number[]) {
  const sides = tf.util.parseAxisParam(dims, shape);
  const to = stridesOf(shape);
  return { shape, from: to.map((stride, i) => (sides.includes(i) ? -stride : stride)), to };
}
