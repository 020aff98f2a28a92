import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { SelfieWasmBackend } from './backend.ts';
import { backendName, javaScriptKernel } from './kernel.ts';
import { kernels } from './kernels/index.ts';
import { isNode, machine, machineLater } from './machine.ts';

/** Registers the backend and its kernels, once; kernels that have no WebAssembly are those of the `cpu` backend. */
export function register(): void {
  if (tf.findBackendFactory(backendName) !== null) return;
  tf.registerBackend(backendName, create, priority);
  for (const kernel of kernels) tf.registerKernel(kernel);
  const own = new Set(kernels.map(({ kernelName }) => kernelName));
  for (const { kernelName } of tf.getKernelsForBackend('cpu')) {
    if (!own.has(kernelName)) tf.registerKernel(javaScriptKernel(kernelName));
  }
}

/** At once in Node; in browsers, whose main threads compile nothing of this size at once, by and by. */
function create(): SelfieWasmBackend | Promise<SelfieWasmBackend> {
  return isNode() ? new SelfieWasmBackend(machine()) : machineLater().then((later) => new SelfieWasmBackend(later));
}

/** Above `cpu` (1), below what runs on a GPU: `wasm` and `webgl` have 2, `webgpu` and `tensorflow` 3. */
const priority = 2;
