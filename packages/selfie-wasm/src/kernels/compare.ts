import type { DataType, KernelConfig } from '@tensorflow/tfjs-core';
import { areNumbers, type Inputs, kernelWhere } from '../kernel.ts';
import { binary } from './binary.ts';
import { broadcast } from './broadcast.ts';

/** TensorFlow.js's names of the relations, by the numbers that assembly/compare.ts gives them. */
const names = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr'];

/** What assembly/ calls the comparison of two tensors of a type. */
const kernelOf: Partial<Record<DataType, string>> = {
  float32: 'compareFloats',
  int32: 'compareInts',
  bool: 'compareBytes',
};

export const compareKernels: KernelConfig[] = names.map((kernelName, relation) =>
  kernelWhere<Inputs<'a' | 'b'>, object>(
    kernelName,
    ({ a, b }) => areNumbers(a, b) && a.dtype === b.dtype && broadcast(a.shape, b.shape) !== undefined,
    (backend, { a, b }) => binary(backend, kernelOf[a.dtype]!, a, b, 'bool', relation),
  ),
);
