import type { TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, kernelWhere } from '../kernel.ts';
import { binary } from './binary.ts';

export const addN = kernelWhere<Record<string, TensorInfo>, object>(
  'AddN',
  (inputs) => areFloats(...Object.values(inputs)),
  (backend, inputs) => {
    const [first, ...rest] = Object.values(inputs) as [TensorInfo, ...TensorInfo[]];
    if (rest.length === 0) {
      backend.incRef(first.dataId);
      return { ...first };
    }
    return rest.reduce((sum, next, i) => {
      const total = binary(backend, 'add', sum, next);
      if (i > 0) backend.disposeIntermediateTensorInfo(sum);
      return total;
    }, first);
  },
);
