import type { SliceAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { canCopy, copy, stridesOf } from './copy.ts';

export const slice = kernelWhere<Inputs<'x'>, SliceAttrs>(
  'Slice',
  ({ x }, { begin, size }) => {
    if (!areWords(x)) return false;
    const [, shape] = tf.slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    return !shape.includes(0) && canCopy({ shape, from: stridesOf(x.shape), to: stridesOf(shape) });
  },
  (backend, { x }, { begin, size }) => {
    const [start, shape] = tf.slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    tf.slice_util.assertParamsValid(x, start, shape);
    const strides = stridesOf(x.shape);
    const y = backend.output(shape, x.dtype);
    const offset = start.reduce((sum, at, i) => sum + at * strides[i]!, 0);
    copy(backend, x, y, { shape, from: strides, to: stridesOf(shape) }, offset);
    return y;
  },
);
