import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { selectBackend } from 'selfie-trainer';
import type { SelfieWasmBackend } from 'selfie-wasm';
import { notInstalledCode } from '../not-installed.ts';
import { registerFusedBatchNorm } from './fused-batch-norm.ts';

/** A backend to measure on; `tensorflow-fused` is tfjs-node with TensorFlow's fused batch norm. */
export const backends = ['selfie-wasm', 'cpu', 'wasm', 'tensorflow', 'tensorflow-fused'] as const;

export type Backend = (typeof backends)[number];

/** Starts a backend, and gives the bits of the vectors that it computes with, as far as V8 decides on them. */
export async function useBackend(name: Backend): Promise<{ vectorBits: 128 | 256 }> {
  if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  if (name === 'tensorflow' || name === 'tensorflow-fused') {
    loadTfjsNode();
    await selectBackend('tensorflow');
    if (name === 'tensorflow-fused') registerFusedBatchNorm();
    return { vectorBits: 128 };
  }
  await selectBackend(name);
  if (name !== 'selfie-wasm') return { vectorBits: 128 };
  const { vectorBits } = (tf.backend() as SelfieWasmBackend).describe();
  return { vectorBits };
}

/** Loads tfjs-node from wherever it is, folders in NODE_PATH too. */
function loadTfjsNode(): void {
  const require = createRequire(import.meta.url);
  const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined; // Node 23 took it out
  try {
    require('@tensorflow/tfjs-node');
  } catch {
    process.exit(notInstalledCode);
  }
}
