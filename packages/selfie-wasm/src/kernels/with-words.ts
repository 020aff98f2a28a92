import type { SelfieWasmBackend } from '../backend.ts';

/** Lays out words for a kernel to read, for the time of `use`, which gets their address. */
export function withWords<T>(backend: SelfieWasmBackend, words: Int32Array, use: (address: number) => T): T {
  const table = backend.makeTensorInfo([words.length], 'int32', words);
  try {
    return use(backend.address(table));
  } finally {
    backend.disposeIntermediateTensorInfo(table);
  }
}
