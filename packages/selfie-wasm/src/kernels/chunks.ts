import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';
import { withWords } from './with-words.ts';

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
  let items = 0;
  let length = 0;
  for (const { size, tensors, numbers } of stretches) {
    items += itemsOf(size, chunk);
    length += itemsOf(size, chunk) * (1 + tensors.length + numbers.length);
  }
  const words = new Int32Array(length);
  const floats = new Float32Array(words.buffer);
  let at = 0;
  for (const { size, tensors, numbers } of stretches) {
    const addresses = tensors.map((tensor) => backend.address(tensor));
    for (let first = 0; first < size; first += chunk) {
      words[at++] = Math.min(chunk, size - first);
      for (const address of addresses) words[at++] = address + first * 4;
      for (const number of numbers) floats[at++] = number;
    }
  }
  withWords(backend, words, (table) => threads.run(name, items, table, ...values));
}
