import 'selfie-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { trainSmall } from './train-small.ts';

/** What `trainSmall` gives on selfie-wasm. */
export async function trainOnWasm() {
  await tf.setBackend('selfie-wasm');
  return trainSmall();
}
