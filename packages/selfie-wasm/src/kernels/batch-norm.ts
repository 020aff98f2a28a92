import type { FusedBatchNormAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  type BatchNormAttrs,
  type BatchNormGradInputs,
  type BatchNormInputs,
  batchNormGradKernel,
  batchNormKernel,
  type FrozenBatchNormAttrs,
  type FrozenBatchNormInputs,
  frozenBatchNormKernel,
} from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, floatKernel, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { meanAndVariance } from './moments.ts';

/** Channels that one item of the kernels over [c] takes. */
const channelsEach = 64;

export const batchNorm = floatKernel<BatchNormInputs, BatchNormAttrs>(
  batchNormKernel,
  (backend, inputs, { epsilon, activation }) => {
    const { x, scale, shift, residual } = inputs;
    const y = backend.output(x.shape);
    const [mean, variance] = meanAndVariance(backend, x);
    apply(backend, { x, residual, mean, variance, scale, shift, y }, epsilon, activation === 'relu');
    return [y, mean, variance];
  },
);

export const batchNormGrad = floatKernel<BatchNormGradInputs, BatchNormAttrs>(
  batchNormGradKernel,
  (backend, { dy, x, y, scale, mean, variance }, { epsilon, activation, residual }) => {
    const { rows, channels, blocks } = extent(backend, x);
    const { threads } = backend;
    const relu = activation === 'relu';
    const [dx, dscale, dshift] = [backend.output(x.shape), backend.output([channels]), backend.output([channels])];
    const dresidual = residual ? backend.output(x.shape) : undefined;
    const [dyAt, xAt, meanAt, scaleAt, varianceAt] = [dy, x, mean, scale, variance].map((tensor) =>
      backend.address(tensor),
    ) as Five;
    const yAt = relu ? backend.address(y) : 0;
    const dresidualAt = dresidual ? backend.address(dresidual) : 0;
    backend.borrow(channels * 12, (coefficients) => {
      backend.borrow(blocks * channels * 8, (partials) => {
        threads.run('batchNormGradSums', blocks, dyAt, xAt, yAt, meanAt, rows, channels, partials);
        const sums = [backend.address(dscale), backend.address(dshift)];
        const items = itemsOf(channels, channelsEach);
        threads.run(
          'batchNormGradMerge',
          items,
          partials,
          rows,
          channels,
          scaleAt,
          varianceAt,
          epsilon,
          ...sums,
          coefficients,
        );
      });
      threads.run(
        'batchNormGradApply',
        blocks,
        dyAt,
        xAt,
        yAt,
        meanAt,
        coefficients,
        backend.address(dx),
        dresidualAt,
        rows,
        channels,
      );
    });
    return dresidual ? [dx, dscale, dshift, dresidual] : [dx, dscale, dshift];
  },
);

type Five = [number, number, number, number, number];

/** By statistics that are given: what evaluation runs. */
export const frozenBatchNorm = floatKernel<FrozenBatchNormInputs, FrozenBatchNormAttrs>(
  frozenBatchNormKernel,
  (backend, inputs, { epsilon, activation }) => {
    const y = backend.output(inputs.x.shape);
    apply(backend, { ...inputs, y }, epsilon, activation === 'relu');
    return y;
  },
);

/** The same as TensorFlow.js's own operation. */
export const fusedBatchNorm = kernelWhere<Inputs<'x' | 'mean' | 'variance', 'scale' | 'offset'>, FusedBatchNormAttrs>(
  'FusedBatchNorm',
  ({ x, scale, offset, mean, variance }) =>
    areFloats(x, scale, offset, mean, variance) &&
    [scale, offset, mean, variance].every((t) => t === undefined || tf.util.arraysEqual(t.shape, x.shape.slice(-1))),
  (backend, { x, scale, offset, mean, variance }, { varianceEpsilon }) => {
    const y = backend.output(x.shape);
    apply(backend, { x, mean, variance, scale, shift: offset, y }, varianceEpsilon, false);
    return y;
  },
);

interface Normalisation {
  readonly x: TensorInfo;
  readonly residual?: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly shift?: TensorInfo;
  readonly y: TensorInfo;
}

/** y = activation((x − mean) · scale / √(variance + ε) + shift + residual). */
function apply(backend: SelfieWasmBackend, given: Normalisation, epsilon: number, relu: boolean): void {
  const { x, residual, mean, variance, scale, shift, y } = given;
  const { rows, channels, blocks } = extent(backend, x);
  const at = (tensor: TensorInfo | undefined) => (tensor ? backend.address(tensor) : 0);
  const [xAt, residualAt, meanAt, varianceAt, scaleAt, yAt] = [x, residual, mean, variance, scale, y].map(at) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const shiftAt = shift ? backend.address(shift) : backend.zeros(channels * 4);
  backend.borrow(channels * 4, (factor) => {
    backend.threads.run(
      'batchNormFactor',
      itemsOf(channels, channelsEach),
      scaleAt,
      varianceAt,
      epsilon,
      factor,
      channels,
    );
    backend.threads.run(
      'batchNormApply',
      blocks,
      xAt,
      residualAt,
      meanAt,
      factor,
      shiftAt,
      yAt,
      rows,
      channels,
      relu ? 1 : 0,
    );
  });
}

function extent(backend: SelfieWasmBackend, x: TensorInfo) {
  const channels = x.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(x.shape) / channels;
  return { rows, channels, blocks: itemsOf(rows, backend.threads.constant('STATISTIC_ROWS')) };
}
