import type { SplitVAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { copy } from './copy.ts';

export const split = kernelWhere<Inputs<'x'>, SplitVAttrs>(
  'SplitV',
  ({ x }) => areWords(x),
  (backend, { x }, { numOrSizeSplits, axis }) => {
    const at = tf.util.parseAxisParam(axis, x.shape)[0]!;
    const sizes = tf.backend_util.prepareSplitSize(x, numOrSizeSplits, at);
    const outer = tf.util.sizeFromShape(x.shape.slice(0, at));
    const inner = tf.util.sizeFromShape(x.shape.slice(at + 1));
    const width = x.shape[at]! * inner;
    let offset = 0;
    return sizes.map((size) => {
      const y = backend.output([...x.shape.slice(0, at), size, ...x.shape.slice(at + 1)], x.dtype);
      copy(backend, x, y, { shape: [outer, size * inner], from: [width, 1], to: [size * inner, 1] }, offset);
      offset += size * inner;
      return y;
    });
  },
);
