import type { GatherV2Attrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';

export const gather = kernelWhere<Inputs<'x' | 'indices'>, GatherV2Attrs>(
  'GatherV2',
  ({ x, indices }, { batchDims }) => areWords(x, indices) && indices.dtype === 'int32' && batchDims === 0,
  (backend, { x, indices }, { axis }) => {
    const at = tf.util.parseAxisParam(axis, x.shape)[0]!;
    const count = x.shape[at]!;
    for (const index of backend.data.get(indices.dataId).values as Int32Array) {
      tf.util.assert(
        index >= 0 && index < count,
        () =>
          `GatherV2: the index value ${index} is not in [0, ${count - 1}], the places along axis ${at} of [${x.shape}]`,
      );
    }
    const y = backend.output([...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)], x.dtype);
    const places = tf.util.sizeFromShape(indices.shape);
    const inner = tf.util.sizeFromShape(x.shape.slice(at + 1));
    const rows = tf.util.sizeFromShape(y.shape) / inner;
    const items = itemsOf(rows, backend.threads.constant('COPY_ROWS'));
    const addresses = [x, indices, y].map((tensor) => backend.address(tensor));
    backend.threads.run('gather', items, ...addresses, count, places, inner, rows);
    return y;
  },
);
