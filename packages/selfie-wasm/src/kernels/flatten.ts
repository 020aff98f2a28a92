import * as tf from '@tensorflow/tfjs-core';
import { type FlattenInputs, flattenKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';
import { withWords } from './with-words.ts';

export const flatten = floatKernel<FlattenInputs, object>(flattenKernel, (backend, inputs) => {
  const { threads } = backend;
  const chunk = threads.constant('CHUNK');
  const parts = Object.values(inputs).map((tensor) => ({ tensor, size: tf.util.sizeFromShape(tensor.shape) }));
  const flat = backend.output([parts.reduce((sum, { size }) => sum + size, 0)]);
  const table: number[] = [];
  let to = backend.address(flat);
  for (const { tensor, size } of parts) {
    const from = backend.address(tensor);
    for (let first = 0; first < size; first += chunk) {
      table.push(Math.min(chunk, size - first), from + first * 4, to + first * 4);
    }
    to += size * 4;
  }
  withWords(backend, Int32Array.from(table), (at) => threads.run('copyStretch', table.length / 3, at));
  return flat;
});
