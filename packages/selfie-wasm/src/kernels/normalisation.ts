import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { FrozenBatchNormAttrs } from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/** What normalises channels: numbers of each, [c], and what is added to y in the end. */
export interface Normalisation {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly shift?: TensorInfo;
  readonly residual?: TensorInfo;
}

/** Channels that one item of the kernels over [c] takes. */
export const channelsEach = 64;

/** Where the structure stands: behind a convolution's geometry, and one number. */
const offset = 128;

/** Lays out, for the time of `use`, how values at `y` are normalised, as assembly/normalise.ts reads it. */
export function withNormalisation(
  backend: SelfieWasmBackend,
  y: number,
  { mean, variance, scale, shift, residual }: Normalisation,
  { epsilon, activation }: FrozenBatchNormAttrs,
  use: (normalisation: number) => void,
): void {
  const { threads } = backend;
  const channels = mean.shape[0]!;
  const at = (tensor: TensorInfo | undefined) => (tensor ? backend.address(tensor) : 0);
  const [scaleAt, varianceAt, meanAt] = [at(scale), at(variance), at(mean)];
  const shiftAt = shift ? at(shift) : backend.zeros(channels * 4);
  const toResidual = residual ? at(residual) - y : 0;
  backend.borrow(channels * 4, (factor) => {
    threads.run('batchNormFactor', itemsOf(channels, channelsEach), scaleAt, varianceAt, epsilon, factor, channels);
    use(threads.place([meanAt, factor, shiftAt, toResidual, activation === 'relu' ? 1 : 0], offset));
  });
}
