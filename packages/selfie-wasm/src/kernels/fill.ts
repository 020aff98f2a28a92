import type { FillAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf, kernelWhere } from '../kernel.ts';

export const fill = kernelWhere<object, FillAttrs>(
  'Fill',
  (_, { value, dtype, shape }) => typeof value === 'number' && (dtype ?? 'float32') === 'float32' && !shape.includes(0),
  (backend, _, { shape, value }) => filled(backend, shape, 'float32', value as number),
);

/** A tensor of one value. */
export function filled(
  backend: SelfieWasmBackend,
  shape: number[],
  dtype: 'float32' | 'int32',
  value: number,
): TensorInfo {
  const y = backend.output(shape, dtype);
  const size = tf.util.sizeFromShape(shape);
  const items = itemsOf(size, backend.threads.constant('COPY_ROWS') * 64);
  backend.threads.run('fill', items, backend.address(y), size, pattern(value, dtype));
  return y;
}

/** The 32 bits of a number. */
export function pattern(value: number, dtype: 'float32' | 'int32'): number {
  return dtype === 'int32' ? value | 0 : new Int32Array(new Float32Array([value]).buffer)[0]!;
}
