import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';
import { runElementWise } from './element-wise.ts';

/** What follows a product, as the attributes of TensorFlow.js's fused kernels have it. */
interface Follows {
  readonly activation?: string | null;
  readonly leakyreluAlpha?: number;
}

/** Activations that are applied together with the bias, by the number that assembly/ knows them by. */
const fused: Record<string, number> = { linear: 0, relu: 1, relu6: 2 };

/** Those that come after it, by their kernels in assembly/ and the numbers that these take. */
const separate: Record<string, (alpha: number) => [name: string, ...numbers: number[]]> = {
  elu: () => ['elu', 1, 1],
  leakyrelu: (alpha) => ['leakyRelu', alpha],
  sigmoid: () => ['sigmoid'],
};

export function canFollow({ activation }: Follows, preluActivationWeights?: TensorInfo): boolean {
  const name = activation ?? 'linear';
  return (name in fused || name in separate) && preluActivationWeights === undefined;
}

/** Whether a bias is absent or one number a column, rather than something to broadcast. */
export function isOneRow(bias: TensorInfo | undefined, columns: number): boolean {
  return bias === undefined || (bias.shape.at(-1) === columns && tf.util.sizeFromShape(bias.shape) === columns);
}

/** Adds a bias [c] to y [..., c] and applies an activation, in place. */
export function biasActivation(
  backend: SelfieWasmBackend,
  y: TensorInfo,
  bias: TensorInfo | undefined,
  { activation, leakyreluAlpha = 0.2 }: Follows,
): void {
  const name = activation ?? 'linear';
  const number = fused[name] ?? 0;
  if (bias !== undefined || number !== 0) {
    const columns = y.shape.at(-1)!;
    const rows = tf.util.sizeFromShape(y.shape) / columns;
    const rowsEach = Math.max(1, Math.ceil(16_384 / columns));
    const addresses = [backend.address(y), bias === undefined ? 0 : backend.address(bias)];
    backend.threads.run('biasActivation', itemsOf(rows, rowsEach), ...addresses, rows, columns, number, rowsEach);
  }
  const after = separate[name]?.(leakyreluAlpha);
  if (after) {
    const [kernel, ...numbers] = after;
    runElementWise(backend, kernel, [y, y], numbers);
  }
}
