import type { MaxPoolAttrs, MaxPoolGradAttrs } from '@tensorflow/tfjs-core';
import { areFloats, type Inputs, kernelWhere } from '../kernel.ts';
import { placeGeometry } from './geometry.ts';
import { hasWindow, poolInfo } from './pool.ts';

export const maxPool = kernelWhere<Inputs<'x'>, MaxPoolAttrs>(
  'MaxPool',
  ({ x }, attrs) => areFloats(x) && hasWindow(poolInfo(x, attrs)),
  (backend, { x }, attrs) => {
    const info = poolInfo(x, attrs);
    const y = backend.output(info.outShape);
    const rows = info.batchSize * info.outHeight;
    backend.threads.run('maxPool', rows, backend.address(x), backend.address(y), placeGeometry(backend, info));
    return y;
  },
);

export const maxPoolGrad = kernelWhere<Inputs<'dy' | 'input' | 'output'>, MaxPoolGradAttrs>(
  'MaxPoolGrad',
  ({ dy, input, output }, attrs) => areFloats(dy, input, output) && hasWindow(poolInfo(input, attrs)),
  (backend, { dy, input, output }, attrs) => {
    const info = poolInfo(input, attrs);
    const dx = backend.output(input.shape);
    const addresses = [dy, input, output, dx].map((tensor) => backend.address(tensor));
    backend.threads.run('maxPoolGrad', info.batchSize, ...addresses, placeGeometry(backend, info));
    return dx;
  },
);
