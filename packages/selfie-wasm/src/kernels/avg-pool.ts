import type { AvgPoolAttrs, AvgPoolGradAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areFloats, type Inputs, kernelWhere } from '../kernel.ts';
import { placeGeometry } from './geometry.ts';
import { hasWindow, poolInfo } from './pool.ts';

export const avgPool = kernelWhere<Inputs<'x'>, AvgPoolAttrs>(
  'AvgPool',
  ({ x }, attrs) => areFloats(x) && hasWindow(poolInfo(x, attrs)),
  (backend, { x }, attrs) => {
    const info = poolInfo(x, attrs);
    const y = backend.output(info.outShape);
    const rows = info.batchSize * info.outHeight;
    backend.threads.run('avgPool', rows, backend.address(x), backend.address(y), placeGeometry(backend, info));
    return y;
  },
);

export const avgPoolGrad = kernelWhere<Inputs<'dy' | 'input'>, AvgPoolGradAttrs>(
  'AvgPoolGrad',
  ({ dy, input }, attrs) => areFloats(dy, input) && tf.util.arraysEqual(dy.shape, poolInfo(input, attrs).outShape),
  (backend, { dy, input }, attrs) => {
    const info = poolInfo(input, attrs);
    const dx = backend.output(input.shape);
    const rows = info.batchSize * info.inHeight;
    backend.threads.run('avgPoolGrad', rows, backend.address(dy), backend.address(dx), placeGeometry(backend, info));
    return dx;
  },
);
