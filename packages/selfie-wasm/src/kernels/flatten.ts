import * as tf from '@tensorflow/tfjs-core';
import { type FlattenInputs, flattenKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';
import { runOverChunks } from './chunks.ts';

export const flatten = floatKernel<FlattenInputs, object>(flattenKernel, (backend, inputs) => {
  const parts = Object.values(inputs).map((tensor) => ({ tensor, size: tf.util.sizeFromShape(tensor.shape) }));
  const flat = backend.output([parts.reduce((sum, { size }) => sum + size, 0)]);
  let end = backend.address(flat);
  const copies = parts.map(({ tensor, size }) => {
    const to = end;
    end += size * 4;
    return { size, addresses: [backend.address(tensor), to], numbers: [] };
  });
  runOverChunks(backend, 'copyStretch', copies);
  return flat;
});
