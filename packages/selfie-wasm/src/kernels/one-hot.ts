import type { OneHotAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { pattern } from './fill.ts';

export const oneHot = kernelWhere<Inputs<'indices'>, OneHotAttrs>(
  'OneHot',
  ({ indices }, { dtype, depth }) =>
    areWords(indices) && indices.dtype === 'int32' && (dtype === 'float32' || dtype === 'int32') && depth > 0,
  (backend, { indices }, { dtype, depth, onValue, offValue }) => {
    const type = dtype as 'float32' | 'int32';
    const y = backend.output([...indices.shape, depth], type);
    const rows = tf.util.sizeFromShape(indices.shape);
    const items = itemsOf(rows, backend.threads.constant('COPY_ROWS'));
    const values = [pattern(onValue, type), pattern(offValue, type)];
    backend.threads.run('oneHot', items, backend.address(indices), backend.address(y), rows, depth, ...values);
    return y;
  },
);
