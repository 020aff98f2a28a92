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
import { channelsEach, type Normalisation, withNormalisation } from './normalisation.ts';

export const batchNorm = floatKernel<BatchNormInputs, BatchNormAttrs>(
  batchNormKernel,
  (backend, inputs, { epsilon, activation }) => {
    const { x, scale, shift, residual } = inputs;
    const y = backend.output(x.shape);
    const [mean, variance] = meanAndVariance(backend, x);
    normalise(backend, { x, y, residual, mean, variance, scale, shift }, { epsilon, activation });
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
  (backend, inputs, attrs) => {
    const y = backend.output(inputs.x.shape);
    normalise(backend, { ...inputs, y }, attrs);
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
    const options = { epsilon: varianceEpsilon, activation: 'none' } as const;
    normalise(backend, { x, y, mean, variance, scale, shift: offset }, options);
    return y;
  },
);

/** y = activation((x − mean) · scale / √(variance + ε) + shift + residual). */
export function normalise(
  backend: SelfieWasmBackend,
  { x, y, ...given }: Normalisation & { readonly x: TensorInfo; readonly y: TensorInfo },
  options: FrozenBatchNormAttrs,
): void {
  const { rows, channels, blocks } = extent(backend, x);
  const [xAt, yAt] = [backend.address(x), backend.address(y)];
  withNormalisation(backend, yAt, given, options, (normalisation) =>
    backend.threads.run('batchNormApply', blocks, xAt, yAt, normalisation, rows, channels),
  );
}

function extent(backend: SelfieWasmBackend, x: TensorInfo) {
  const channels = x.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(x.shape) / channels;
  return { rows, channels, blocks: itemsOf(rows, backend.threads.constant('STATISTIC_ROWS')) };
}
