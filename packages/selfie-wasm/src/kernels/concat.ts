import type { ConcatAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areWords, kernelWhere } from '../kernel.ts';
import { copy } from './copy.ts';

export const concat = kernelWhere<Record<string, TensorInfo>, ConcatAttrs>(
  'Concat',
  (inputs) => {
    const parts = Object.values(inputs);
    return areWords(...parts) && parts.every(({ dtype }) => dtype === parts[0]!.dtype);
  },
  (backend, inputs, { axis }) => {
    const parts = Object.values(inputs);
    return concatenated(backend, parts, tf.util.parseAxisParam(axis, parts[0]!.shape)[0]!);
  },
);

/** The parts behind one another along `axis` ≥ 0. */
export function concatenated(backend: SelfieWasmBackend, parts: TensorInfo[], axis: number): TensorInfo {
  const shapes = parts.map(({ shape }) => shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const y = backend.output(tf.backend_util.computeOutShape(shapes, axis), parts[0]!.dtype);
  const outer = tf.util.sizeFromShape(y.shape.slice(0, axis));
  const width = tf.util.sizeFromShape(y.shape.slice(axis));
  let offset = 0;
  for (const part of parts) {
    const own = tf.util.sizeFromShape(part.shape.slice(axis));
    copy(backend, part, y, { shape: [outer, own], from: [own, 1], to: [width, 1] }, 0, offset);
    offset += own;
  }
  return y;
}
