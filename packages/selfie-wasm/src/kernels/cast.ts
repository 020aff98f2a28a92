import type { CastAttrs, DataType } from '@tensorflow/tfjs-core';
import { areNumbers, type Inputs, javaScript, kernel } from '../kernel.ts';
import { elementWise } from './element-wise.ts';

/** What assembly/ calls the conversion from one type to another. */
const conversions: Partial<Record<DataType, Partial<Record<DataType, string>>>> = {
  float32: { int32: 'floatToInt', bool: 'floatToBool' },
  int32: { float32: 'intToFloat', bool: 'intToBool' },
  bool: { float32: 'boolToFloat', int32: 'boolToInt' },
};

export const cast = kernel<Inputs<'x'>, CastAttrs>('Cast', (backend, { x }, { dtype }) => {
  if (x.dtype === dtype && dtype !== 'complex64') {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype };
  }
  const name = conversions[x.dtype]?.[dtype];
  if (name === undefined || !areNumbers(x)) return javaScript('Cast', backend, { x }, { dtype });
  return elementWise(backend, name, [x], { dtype });
});
