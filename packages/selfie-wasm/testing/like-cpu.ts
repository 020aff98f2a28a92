import type * as tf from '@tensorflow/tfjs-core';
import { expectWithin } from './expect-values.ts';
import { inWebAssembly } from './in-web-assembly.ts';
import { onCpu } from './on-cpu.ts';

/** Expects `compute` to give in WebAssembly what it gives on TensorFlow.js's own `cpu` backend. */
export function expectLikeCpu(compute: () => tf.Tensor[], tolerance: number): void {
  const expected = onCpu(() => compute().map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() })));
  const actual = inWebAssembly(compute);
  for (const [i, { shape, values }] of expected.entries()) expectWithin(actual[i]!, shape, values, tolerance);
}
