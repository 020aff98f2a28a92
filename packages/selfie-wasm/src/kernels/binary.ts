import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { broadcast } from './broadcast.ts';

/** TensorFlow.js's names of the element-wise functions of two tensors, and those that assembly/ gives them. */
const names = {
  Add: 'add',
  Sub: 'subtract',
  Multiply: 'multiply',
  RealDiv: 'divide',
  Maximum: 'maximum',
  Minimum: 'minimum',
  SquaredDifference: 'squaredDifference',
} as const;

export const binaryKernels: KernelConfig[] = Object.entries(names).map(([kernelName, name]) =>
  kernelWhere<Inputs<'a' | 'b'>, object>(
    kernelName,
    ({ a, b }) => areFloats(a, b) && broadcast(a.shape, b.shape) !== undefined,
    (backend, { a, b }) => binary(backend, name, a, b),
  ),
);

/** y = a ∘ b with broadcasting; `name` is one of assembly/binary.ts. */
export function binary(backend: SelfieWasmBackend, name: string, a: TensorInfo, b: TensorInfo): TensorInfo {
  const { shape, sides, aStrides, bStrides } = broadcast(a.shape, b.shape)!;
  const y = backend.output(shape);
  const size = tf.util.sizeFromShape(shape);
  const [, d1, d2, d3] = sides;
  const items = itemsOf(size, backend.threads.constant('CHUNK'));
  backend.threads.run(
    name,
    items,
    backend.address(a),
    backend.address(b),
    backend.address(y),
    size,
    d1,
    d2,
    d3,
    ...aStrides,
    ...bStrides,
  );
  return y;
}
