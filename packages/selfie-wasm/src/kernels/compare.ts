import type { KernelConfig } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areFloats, areWords, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { broadcast } from './broadcast.ts';

/** TensorFlow.js's names of the relations, by the numbers that assembly/compare.ts gives them. */
const names = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'];

export const compareKernels: KernelConfig[] = names.map((kernelName, relation) =>
  kernelWhere<Inputs<'a' | 'b'>, object>(
    kernelName,
    ({ a, b }) => areWords(a, b) && a.dtype === b.dtype && broadcast(a.shape, b.shape) !== undefined,
    (backend, { a, b }) => {
      const { shape, sides, aStrides, bStrides } = broadcast(a.shape, b.shape)!;
      const y = backend.output(shape, 'bool');
      const size = tf.util.sizeFromShape(shape);
      const [, ...inner] = sides;
      const items = itemsOf(size, backend.threads.constant('CHUNK'));
      const addresses = [a, b, y].map((tensor) => backend.address(tensor));
      const name = areFloats(a) ? 'compareFloats' : 'compareInts';
      backend.threads.run(name, items, ...addresses, size, ...inner, ...aStrides, ...bStrides, relation);
      return y;
    },
  ),
);
