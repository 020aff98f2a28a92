import type { SoftmaxAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';

export const softmax = kernelWhere<Inputs<'logits'>, SoftmaxAttrs>(
  'Softmax',
  ({ logits }, { dim }) => areFloats(logits) && dim === logits.shape.length - 1,
  (backend, { logits }) => {
    const y = backend.output(logits.shape);
    const columns = logits.shape.at(-1)!;
    const rows = tf.util.sizeFromShape(logits.shape) / columns;
    const items = itemsOf(rows, backend.threads.constant('SOFTMAX_ROWS'));
    backend.threads.run('softmax', items, backend.address(logits), backend.address(y), rows, columns);
    return y;
  },
);
