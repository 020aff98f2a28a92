import { report } from '../measured/report.ts';

/** What it takes until a first kernel can run. */
export interface StartUpResult {
  readonly vectorBits: 128 | 256;
  /** Seconds to import TensorFlow.js itself, which comes first. */
  readonly tensorFlow: number;
  /** Seconds to import selfie-wasm, compile, start threads and choose the microkernel. */
  readonly selfieWasm: number;
}

const before = performance.now();
const tf = await import('@tensorflow/tfjs-core');
const between = performance.now();
const { backend } = await import('selfie-wasm');
await tf.setBackend('selfie-wasm');
const { vectorBits } = backend().describe();
const after = performance.now();
report<StartUpResult>({
  vectorBits,
  tensorFlow: (between - before) / 1000,
  selfieWasm: (after - between) / 1000,
});
