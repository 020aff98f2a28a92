import type { ReshapeAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Inputs, kernel } from '../kernel.ts';

/** The same values under another tensor. */
export const identity = kernel<Inputs<'x'>, object>('Identity', (backend, { x }) => {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
});

/** The same values under another shape. */
export const reshape = kernel<Inputs<'x'>, ReshapeAttrs>('Reshape', (backend, { x }, { shape }) => {
  const size = tf.util.sizeFromShape(x.shape);
  const whole = tf.util.inferFromImplicitShape(shape, size);
  tf.util.assert(
    tf.util.sizeFromShape(whole) === size,
    () => `reshape: expected a shape of ${size} values, those of [${x.shape}], got [${shape}]`,
  );
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: whole, dtype: x.dtype };
});
