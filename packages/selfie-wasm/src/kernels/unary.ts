import type { ClipByValueAttrs, KernelConfig, LeakyReluAttrs, StepAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areBools, areFloats, areInts, type Inputs, kernelWhere } from '../kernel.ts';
import { elementWise } from './element-wise.ts';

const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;

/** TensorFlow.js's names of the element-wise functions of one tensor, those that assembly/ gives them, and their numbers. */
const functions: readonly (readonly [kernelName: string, name: string, ...numbers: number[]])[] = [
  ['Abs', 'absolute'],
  ['Ceil', 'ceiling'],
  ['Elu', 'elu', 1, 1],
  ['Erf', 'errorFunction'],
  ['Exp', 'exponential'],
  ['Floor', 'floor'],
  ['Log', 'logarithm'],
  ['Log1p', 'logarithmOfOnePlus'],
  ['Reciprocal', 'reciprocal'],
  ['Relu', 'relu'],
  ['Relu6', 'relu6'],
  ['Round', 'round'],
  ['Rsqrt', 'inverseSquareRoot'],
  ['Selu', 'elu', SELU_SCALE, SELU_SCALEALPHA],
  ['Sigmoid', 'sigmoid'],
  ['Sign', 'sign'],
  ['Softplus', 'softplus'],
  ['Sqrt', 'squareRoot'],
  ['Square', 'square'],
  ['Tanh', 'hyperbolicTangent'],
];

export const unaryKernels: KernelConfig[] = functions.map(([kernelName, name, ...numbers]) =>
  kernelWhere<Inputs<'x'>, object>(
    kernelName,
    ({ x }) => areFloats(x),
    (backend, { x }) => elementWise(backend, name, [x], { numbers }),
  ),
);

export const neg = kernelWhere<Inputs<'x'>, object>(
  'Neg',
  ({ x }) => areFloats(x) || areInts(x),
  (backend, { x }) => elementWise(backend, areInts(x) ? 'negateInts' : 'negate', [x], { dtype: x.dtype }),
);

export const step = kernelWhere<Inputs<'x'>, StepAttrs>(
  'Step',
  ({ x }) => areFloats(x),
  (backend, { x }, { alpha }) => elementWise(backend, 'step', [x], { numbers: [alpha] }),
);

export const leakyRelu = kernelWhere<Inputs<'x'>, LeakyReluAttrs>(
  'LeakyRelu',
  ({ x }) => areFloats(x),
  (backend, { x }, { alpha }) => elementWise(backend, 'leakyRelu', [x], { numbers: [alpha] }),
);

export const clipByValue = kernelWhere<Inputs<'x'>, ClipByValueAttrs>(
  'ClipByValue',
  ({ x }) => areFloats(x),
  (backend, { x }, { clipValueMin, clipValueMax }) =>
    elementWise(backend, 'clip', [x], { numbers: [clipValueMin, clipValueMax] }),
);

export const eluGrad = kernelWhere<Inputs<'dy' | 'y'>, object>(
  'EluGrad',
  ({ dy, y }) => areFloats(dy, y) && tf.util.arraysEqual(dy.shape, y.shape),
  (backend, { dy, y }) => elementWise(backend, 'eluGradient', [dy, y]),
);

export const logicalNot = kernelWhere<Inputs<'x'>, object>(
  'LogicalNot',
  ({ x }) => areBools(x),
  (backend, { x }) => elementWise(backend, 'logicalNot', [x], { dtype: 'bool' }),
);
