import * as tf from '@tensorflow/tfjs-core';
import { inWebAssembly } from './in-web-assembly.ts';

/** The outputs of a kernel called by its name, which must not fall back to JavaScript. */
export function runKernel(name: string, inputs: tf.NamedTensorMap, attrs: object = {}): tf.Tensor[] {
  const outputs = inWebAssembly(() => tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap));
  return [outputs].flat() as tf.Tensor[];
}
