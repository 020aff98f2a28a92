import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/** What a function of tensors of one shape makes of them value by value; `numbers` are the kernel's other arguments. */
interface Made {
  readonly dtype?: DataType;
  readonly numbers?: readonly number[];
}

/** A new tensor whose values a kernel of assembly/ makes, CHUNK of them an item, of those at the same place of the inputs. */
export function elementWise(
  backend: SelfieWasmBackend,
  name: string,
  inputs: readonly [TensorInfo, ...TensorInfo[]],
  { dtype = 'float32', numbers = [] }: Made = {},
): TensorInfo {
  const y = backend.output(inputs[0].shape, dtype);
  runElementWise(backend, name, [...inputs, y], numbers);
  return y;
}

/** Runs such a kernel over tensors of one shape; the last is what it writes, which may be one that it reads. */
export function runElementWise(
  backend: SelfieWasmBackend,
  name: string,
  tensors: readonly [TensorInfo, ...TensorInfo[]],
  numbers: readonly number[],
): void {
  const { threads } = backend;
  const size = tf.util.sizeFromShape(tensors[0].shape);
  const addresses = tensors.map((tensor) => backend.address(tensor));
  threads.run(name, itemsOf(size, threads.constant('CHUNK')), ...addresses, size, ...numbers);
}
