import * as tf from '@tensorflow/tfjs-core';
import { backend, SelfieWasmBackend } from '../src/backend.ts';
import { backendName } from '../src/kernel.ts';
import { machine } from '../src/machine.ts';

/** Puts a new backend of so many threads in the place of the one in use, whose tensors are gone. */
export function startBackend(threads: number, given = machine(), tile?: number): SelfieWasmBackend {
  process.env.SELFIE_WASM_THREADS = String(threads);
  tf.removeBackend(backendName);
  tf.registerBackend(backendName, () => new SelfieWasmBackend(given, tile));
  tf.setBackend(backendName);
  return backend();
}
