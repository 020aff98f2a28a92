import type { PackAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { areWords, kernelWhere } from '../kernel.ts';
import { concatenated } from './concat.ts';

export const pack = kernelWhere<Record<string, TensorInfo>, PackAttrs>(
  'Pack',
  (inputs) => {
    const parts = Object.values(inputs);
    return areWords(...parts) && parts.every((part) => part.dtype === parts[0]!.dtype);
  },
  (backend, inputs, { axis }) => {
    const parts = Object.values(inputs).map((part) => ({
      ...part,
      shape: [...part.shape.slice(0, axis), 1, ...part.shape.slice(axis)],
    }));
    return concatenated(backend, parts, axis);
  },
);
