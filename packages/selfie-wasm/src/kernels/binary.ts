import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, areInts, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { broadcast } from './broadcast.ts';

/** TensorFlow.js's names of the element-wise functions of two tensors, and those that assembly/ gives them. */
const names: Readonly<Record<string, string>> = {
  Add: 'add',
  Sub: 'subtract',
  Multiply: 'multiply',
  RealDiv: 'divide',
  Maximum: 'maximum',
  Minimum: 'minimum',
  SquaredDifference: 'squaredDifference',
  Pow: 'power',
};

/** Those of int32, by the numbers that assembly/ints.ts gives them. */
const ofInts: Readonly<Record<string, number>> = {
  Multiply: 0,
  FloorDiv: 1,
  Mod: 2,
  Add: 3,
  Sub: 4,
  Maximum: 5,
  Minimum: 6,
};

export const binaryKernels: KernelConfig[] = [...new Set([...Object.keys(names), ...Object.keys(ofInts)])].map(
  (kernelName) =>
    kernelWhere<Inputs<'a' | 'b'>, object>(
      kernelName,
      ({ a, b }) =>
        ((kernelName in names && areFloats(a, b)) || (kernelName in ofInts && areInts(a, b))) &&
        broadcast(a.shape, b.shape) !== undefined,
      (backend, { a, b }) =>
        areInts(a)
          ? binary(backend, 'combineInts', a, b, 'int32', ofInts[kernelName]!)
          : binary(backend, names[kernelName]!, a, b),
    ),
);

export const prelu = kernelWhere<Inputs<'x' | 'alpha'>, object>(
  'Prelu',
  ({ x, alpha }) => areFloats(x, alpha) && broadcast(x.shape, alpha.shape) !== undefined,
  (backend, { x, alpha }) => binary(backend, 'prelu', x, alpha),
);

/** y = a ∘ b with broadcasting; `name` is one of assembly/binary.ts or compare.ts, `numbers` are its other arguments. */
export function binary(
  backend: SelfieWasmBackend,
  name: string,
  a: TensorInfo,
  b: TensorInfo,
  dtype: DataType = 'float32',
  ...numbers: number[]
): TensorInfo {
  const { shape, sides, aStrides, bStrides } = broadcast(a.shape, b.shape)!;
  const y = backend.output(shape, dtype);
  const size = tf.util.sizeFromShape(shape);
  const [, ...inner] = sides;
  const items = itemsOf(size, backend.threads.constant('CHUNK'));
  const addresses = [a, b, y].map((tensor) => backend.address(tensor));
  backend.threads.run(name, items, ...addresses, size, ...inner, ...aStrides, ...bStrides, ...numbers);
  return y;
}
