import type { FillAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areWords, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';

export const fill = kernelWhere<object, FillAttrs>(
  'Fill',
  (_, { value, dtype, shape }) => typeof value === 'number' && (dtype ?? 'float32') === 'float32' && !shape.includes(0),
  (backend, _, { shape, value }) => filled(backend, shape, 'float32', value as number),
);

/** Zeros or ones of a tensor's shape and type. */
export const likeKernels: KernelConfig[] = [['ZerosLike', 0] as const, ['OnesLike', 1] as const].map(
  ([kernelName, value]) =>
    kernelWhere<Inputs<'x'>, object>(
      kernelName,
      ({ x }) => areWords(x),
      (backend, { x }) => filled(backend, x.shape, x.dtype as 'float32' | 'int32', value),
    ),
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
