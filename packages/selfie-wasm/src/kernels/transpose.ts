import type { TensorInfo, TransposeAttrs } from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areWords, type Inputs, kernelWhere } from '../kernel.ts';
import { canCopy, copy, stridesOf } from './copy.ts';

export const transpose = kernelWhere<Inputs<'x'>, TransposeAttrs>(
  'Transpose',
  ({ x }, { perm }) => areWords(x) && canCopy(walk(x.shape, perm)),
  (backend, { x }, { perm }) => transposed(backend, x, perm),
);

/** x with its sides in the order `perm`. */
export function transposed(backend: SelfieWasmBackend, x: TensorInfo, perm: number[]): TensorInfo {
  const y = backend.output(
    perm.map((i) => x.shape[i]!),
    x.dtype,
  );
  copy(backend, x, y, walk(x.shape, perm));
  return y;
}

function walk(xShape: number[], perm: number[]) {
  const xStrides = stridesOf(xShape);
  const shape = perm.map((i) => xShape[i]!);
  return { shape, from: perm.map((i) => xStrides[i]!), to: stridesOf(shape) };
}
