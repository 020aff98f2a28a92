import type { ExpandDimsAttrs, ReshapeAttrs } from '@tensorflow/tfjs-core';
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

/** The same values with one more side, of length one. */
export const expandDims = kernel<Inputs<'input'>, ExpandDimsAttrs>('ExpandDims', (backend, { input }, { dim }) => {
  const rank = input.shape.length;
  tf.util.assert(
    dim >= -(rank + 1) && dim <= rank,
    () => `expandDims: expected a place from ${-(rank + 1)} to ${rank}, got ${dim}`,
  );
  const at = dim < 0 ? rank + dim + 1 : dim;
  backend.incRef(input.dataId);
  return {
    dataId: input.dataId,
    shape: [...input.shape.slice(0, at), 1, ...input.shape.slice(at)],
    dtype: input.dtype,
  };
});
