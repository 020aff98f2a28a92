import type { ArgMaxAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';

export const argMax = kernelWhere<Inputs<'x'>, ArgMaxAttrs>(
  'ArgMax',
  ({ x }, { axis }) => areFloats(x) && tf.util.parseAxisParam(axis, x.shape)[0] === x.shape.length - 1,
  (backend, { x }) => {
    const y = backend.output(x.shape.slice(0, -1), 'int32');
    const rows = tf.util.sizeFromShape(y.shape);
    const columns = x.shape.at(-1)!;
    const items = itemsOf(rows, backend.threads.call('runsEach', columns));
    backend.threads.run('argMax', items, backend.address(x), backend.address(y), rows, columns);
    return y;
  },
);
