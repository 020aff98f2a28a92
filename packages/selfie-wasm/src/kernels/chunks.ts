import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';
import { withWords } from './with-words.ts';

/** Places of `size` values each that a kernel walks over together, and numbers that hold for all of those values. */
export interface Stretch {
  readonly size: number;
  readonly addresses: readonly number[];
  readonly numbers: readonly number[];
}

/**
 * Runs one kernel over many stretches at once, in chunks. Item i reads row i of a table: how many values the chunk has, where
 * it lies in each place, and the numbers as float32; `values` are the kernel's other arguments.
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
  for (const { size, addresses, numbers } of stretches) {
    items += itemsOf(size, chunk);
    length += itemsOf(size, chunk) * (1 + addresses.length + numbers.length);
  }
  const words = new Int32Array(length);
  const floats = new Float32Array(words.buffer);
  let at = 0;
  for (const { size, addresses, numbers } of stretches) {
    for (let first = 0; first < size; first += chunk) {
      words[at++] = Math.min(chunk, size - first);
      for (const address of addresses) words[at++] = address + first * 4;
      for (const number of numbers) floats[at++] = number;
    }
  }
  withWords(backend, words, (table) => threads.run(name, items, table, ...values));
}
