import * as tf from '@tensorflow/tfjs-core';
import { convolutionShapes, type Direction, directions, matMulName, productName } from '../product-shapes.ts';

/** A matrix product or convolution to measure. */
export interface Product {
  readonly name: string;
  /** Floating-point operations, multiplications and additions. */
  readonly operations: number;
  /** Makes its tensors, and gives what runs it once. */
  prepare(): () => void;
}

/** Patches of a batch. */
const batch = 512;

type Shape4D = [number, number, number, number];

/** All that are measured. */
export const products: readonly Product[] = [
  {
    name: matMulName,
    operations: 2 * 1024 ** 3,
    prepare() {
      const [a, b] = [values([1024, 1024]), values([1024, 1024])];
      return () => tf.dispose(tf.matMul(a, b));
    },
  },
  ...convolutionShapes.flatMap((shape) => directions.map((direction) => convolution(shape, direction))),
];

function convolution(
  { name, size, side, inputs, outputs }: (typeof convolutionShapes)[number],
  direction: Direction,
): Product {
  const inputShape: Shape4D = [batch, side, side, inputs];
  const filterShape: Shape4D = [size, size, inputs, outputs];
  const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
  return {
    name: productName(name, direction),
    operations: 2 * batch * side * side * size * size * inputs * outputs,
    prepare() {
      const [x, filter] = [values(inputShape), values(filterShape)];
      const dy = values([batch, side, side, outputs]);
      const [kernel, tensors, more] = {
        forward: [tf.Conv2D, { x, filter }, {}] as const,
        'input gradient': [tf.Conv2DBackpropInput, { dy, filter }, { inputShape }] as const,
        'filter gradient': [tf.Conv2DBackpropFilter, { x, dy }, { filterShape }] as const,
      }[direction];
      return () => tf.dispose(tf.engine().runKernel(kernel, tensors, { ...attrs, ...more }));
    },
  };
}

/** A tensor of small numbers. */
function values(shape: number[]): tf.Tensor {
  const array = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((i * 37) % 17) / 8 - 1);
  return tf.tensor(array, shape);
}
