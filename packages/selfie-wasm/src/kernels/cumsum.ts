import type { CumsumAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';

export const cumsum = kernelWhere<Inputs<'x'>, CumsumAttrs>(
  'Cumsum',
  ({ x }) => areWords(x),
  (backend, { x }, { axis, exclusive, reverse }) => {
    const side = tf.util.parseAxisParam(axis, x.shape)[0]!;
    const y = backend.output(x.shape, x.dtype);
    const outer = tf.util.sizeFromShape(x.shape.slice(0, side));
    const inner = tf.util.sizeFromShape(x.shape.slice(side + 1));
    const name = x.dtype === 'int32' ? 'cumulativeSumOfInts' : 'cumulativeSum';
    const addresses = [x, y].map((tensor) => backend.address(tensor));
    const order = [exclusive, reverse].map(Number);
    backend.threads.run(name, outer, ...addresses, x.shape[side]!, inner, ...order);
    return y;
  },
);
