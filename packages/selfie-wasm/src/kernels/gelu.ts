import * as tf from '@tensorflow/tfjs-core';
import { type GeluGradInputs, type GeluInputs, geluGradKernel, geluKernel } from 'selfie-ops';
import { floatKernel, itemsOf } from '../kernel.ts';

export const gelu = floatKernel<GeluInputs, object>(geluKernel, (backend, { x }) => {
  const y = backend.output(x.shape);
  const size = tf.util.sizeFromShape(x.shape);
  backend.threads.run(
    'gelu',
    itemsOf(size, backend.threads.constant('CHUNK')),
    backend.address(x),
    backend.address(y),
    size,
  );
  return y;
});

export const geluGrad = floatKernel<GeluGradInputs, object>(geluGradKernel, (backend, { dy, x }) => {
  const dx = backend.output(x.shape);
  const size = tf.util.sizeFromShape(x.shape);
  const addresses = [dy, x, dx].map((tensor) => backend.address(tensor));
  backend.threads.run('geluGrad', itemsOf(size, backend.threads.constant('CHUNK')), ...addresses, size);
  return dx;
});
