import { cpus, totalmem } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';

/** What the numbers were measured on, by name. */
export function machine(backend: string): Record<string, string> {
  const { describe } = tf.backend() as { describe?(): { threads: number; vectorBits: number; fused: boolean } };
  const details = describe?.call(tf.backend());
  const processors = cpus();
  return {
    processor: `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} logical cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${process.platform} ${process.arch}, Node ${process.version}`,
    'TensorFlow.js': tf.version_core,
    backend: details
      ? `${backend}: ${details.threads} threads, vectors of ${details.vectorBits} bits, multiply-add ${details.fused ? 'fused' : 'not fused'}`
      : backend,
  };
}
