import * as tf from '@tensorflow/tfjs-core';
import { areBools, areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { elementWise } from './element-wise.ts';

export const select = kernelWhere<Inputs<'condition' | 't' | 'e'>, object>(
  'Select',
  ({ condition, t, e }) =>
    areBools(condition) &&
    areWords(t, e) &&
    t.dtype === e.dtype &&
    [condition, e].every(({ shape }) => tf.util.arraysEqual(shape, t.shape)),
  (backend, { condition, t, e }) => elementWise(backend, 'choose', [condition, t, e], { dtype: t.dtype }),
);
