import type { ConcatAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areWords, kernelWhere } from '../kernel.ts';
import { copy } from './copy.ts';

export const concat = kernelWhere<Record<string, TensorInfo>, ConcatAttrs>(
  'Concat',
  (inputs) => areWords(...Object.values(inputs)) && sameType(Object.values(inputs)),
  (backend, inputs, attrs) => {
    const parts = Object.values(inputs);
    const first = parts[0]!;
    const axis = tf.util.parseAxisParam(attrs.axis, first.shape)[0]!;
    tf.backend_util.assertParamsConsistent(
      parts.map(({ shape }) => shape),
      axis,
    );
    const outer = tf.util.sizeFromShape(first.shape.slice(0, axis));
    const widths = parts.map(({ shape }) => tf.util.sizeFromShape(shape.slice(axis)));
    const width = widths.reduce((sum, own) => sum + own, 0);
    const shape = tf.backend_util.computeOutShape(
      parts.map((part) => part.shape),
      axis,
    );
    const y = backend.output(shape, first.dtype);
    let offset = 0;
    parts.forEach((part, i) => {
      copy(backend, part, y, { shape: [outer, widths[i]!], from: [widths[i]!, 1], to: [width, 1] }, 0, offset);
      offset += widths[i]!;
    });
    return y;
  },
);

function sameType(parts: TensorInfo[]): boolean {
  return parts.every(({ dtype }) => dtype === parts[0]!.dtype);
}
