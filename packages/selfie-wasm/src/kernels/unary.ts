import type { KernelConfig } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';

/** TensorFlow.js's names of the element-wise functions of one tensor, and those that assembly/ gives them. */
const names = {
  Relu: 'relu',
  Relu6: 'relu6',
  Neg: 'negate',
  Abs: 'absolute',
  Square: 'square',
  Sqrt: 'squareRoot',
  Rsqrt: 'inverseSquareRoot',
  Reciprocal: 'reciprocal',
  Exp: 'exponential',
  Sigmoid: 'sigmoid',
} as const;

export const unaryKernels: KernelConfig[] = Object.entries(names).map(([kernelName, name]) =>
  kernelWhere<Inputs<'x'>, object>(
    kernelName,
    ({ x }) => areFloats(x),
    (backend, { x }) => {
      const y = backend.output(x.shape);
      const size = tf.util.sizeFromShape(x.shape);
      backend.threads.run(
        name,
        itemsOf(size, backend.threads.constant('CHUNK')),
        backend.address(x),
        backend.address(y),
        size,
      );
      return y;
    },
  ),
);

export const step = kernelWhere<Inputs<'x'>, { alpha: number }>(
  'Step',
  ({ x }) => areFloats(x),
  (backend, { x }, { alpha }) => {
    const y = backend.output(x.shape);
    const size = tf.util.sizeFromShape(x.shape);
    backend.threads.run(
      'step',
      itemsOf(size, backend.threads.constant('CHUNK')),
      backend.address(x),
      backend.address(y),
      size,
      alpha,
    );
    return y;
  },
);
