import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/** Activations that follow a product in place, by the number that assembly/ knows them by. */
const activations: Record<string, number> = { linear: 0, relu: 1, relu6: 2 };

export function canFuse(activation: string | null | undefined, preluActivationWeights?: TensorInfo): boolean {
  return (activation ?? 'linear') in activations && preluActivationWeights === undefined;
}

/** Whether a bias is absent or one number a column, rather than something to broadcast. */
export function isOneRow(bias: TensorInfo | undefined, columns: number): boolean {
  return bias === undefined || (bias.shape.at(-1) === columns && tf.util.sizeFromShape(bias.shape) === columns);
}

export function activationOf(activation: string | null | undefined): number {
  return activations[activation ?? 'linear']!;
}

/** Adds a bias [c] to y [..., c] and applies an activation, in place. */
export function biasActivation(
  backend: SelfieWasmBackend,
  y: TensorInfo,
  bias: TensorInfo | undefined,
  activation: number,
): void {
  if (bias === undefined && activation === 0) return;
  const columns = y.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(y.shape) / columns;
  const rowsEach = Math.max(1, Math.ceil(16_384 / columns));
  const biasAt = bias === undefined ? 0 : backend.address(bias);
  backend.threads.run(
    'biasActivation',
    itemsOf(rows, rowsEach),
    backend.address(y),
    biasAt,
    rows,
    columns,
    activation,
    rowsEach,
  );
}
