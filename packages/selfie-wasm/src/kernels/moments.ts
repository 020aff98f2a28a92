import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/**
 * Room for the moments of y `[..., c]`, means and sums of squared differences of every BLOCK_ROWS rows, beside its values:
 * a kernel that makes y writes them while it has y in cache, and saves `meanAndVariance` a pass over memory.
 */
export function leaveMoments(backend: SelfieWasmBackend, y: TensorInfo): number {
  const { name, bytes } = momentsOf(backend, y);
  return backend.leave(y, name, bytes);
}

/** Mean `[c]` and biased variance `[c]` of x `[..., c]`, the same whether moments were left beside it or not. */
export function meanAndVariance(backend: SelfieWasmBackend, x: TensorInfo): [mean: TensorInfo, variance: TensorInfo] {
  const { threads } = backend;
  const { name, bytes, rows, channels, blocks } = momentsOf(backend, x);
  const [mean, variance] = [backend.output([channels]), backend.output([channels])];
  const [xAt, meanAt, varianceAt] = [backend.address(x), backend.address(mean), backend.address(variance)];
  const items = itemsOf(channels, threads.constant('MERGED_CHANNELS'));
  backend.collect(x, name, bytes, {
    fill: (moments) => threads.run('moments', blocks, xAt, rows, channels, moments),
    use: (moments) => threads.run('mergeMoments', items, moments, rows, channels, meanAt, varianceAt),
  });
  return [mean, variance];
}

function momentsOf(backend: SelfieWasmBackend, { shape }: TensorInfo) {
  const channels = shape.at(-1)!;
  const rows = tf.util.sizeFromShape(shape) / channels;
  const blocks = itemsOf(rows, backend.threads.constant('BLOCK_ROWS'));
  return { name: `moments of ${channels} channels`, bytes: blocks * channels * 8, rows, channels, blocks };
}
