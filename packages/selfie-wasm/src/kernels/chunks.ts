import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/** Tensors of `size` values each that a kernel walks over together, and numbers that hold for all of those values. */
export interface Stretch {
  readonly size: number;
  readonly tensors: readonly TensorInfo[];
  readonly numbers: readonly number[];
}

/**
 * Runs one kernel over many stretches at once, in chunks. Item i reads row i of a table: how many values the chunk has, where
 * it lies in each tensor, and the numbers as float32; `values` are the kernel's other arguments.
 */
export function runOverChunks(
  backend: SelfieWasmBackend,
  name: string,
  stretches: readonly Stretch[],
  ...values: number[]
): void {
  const { threads } = backend;
  const chunk = threads.constant('CHUNK');
  const rows = stretches.flatMap(({ size, tensors, numbers }) => {
    const addresses = tensors.map((tensor) => backend.address(tensor));
    const bits = new Int32Array(Float32Array.from(numbers).buffer);
    return Array.from({ length: itemsOf(size, chunk) }, (_, i) => [
      Math.min(chunk, size - i * chunk),
      ...addresses.map((address) => address + i * chunk * 4),
      ...bits,
    ]);
  });
  const words = Int32Array.from(rows.flat());
  const table = backend.makeTensorInfo([words.length], 'int32', words);
  try {
    threads.run(name, rows.length, backend.address(table), ...values);
  } finally {
    backend.disposeIntermediateTensorInfo(table);
  }
}
