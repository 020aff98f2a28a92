import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/** Matrices [matrices, depth, columns], or [matrices, columns, depth] where they are transposed, of one tensor. */
interface Matrices {
  readonly tensor: TensorInfo;
  readonly matrices: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposed: boolean;
}

/** Values that are packed faster than other threads wake up. */
export const smallWork = 32_768;

/** Packs B into the panels that the tiles read, for the time of `use`; tells it how many values lie between two matrices. */
export function packPanels(
  backend: SelfieWasmBackend,
  { tensor, matrices, depth, columns, transposed }: Matrices,
  use: (packed: number, stride: number) => void,
): void {
  const { threads } = backend;
  const from = backend.address(tensor);
  const stride = threads.call('packedSize', depth, columns);
  const run = matrices * stride < smallWork ? threads.runHere : threads.run;
  const items = matrices * itemsOf(panelCount(backend, columns), threads.constant('PANEL_GROUP'));
  const [rowStride, columnStride] = transposed ? [1, depth] : [columns, 1];
  backend.laidOut(tensor, `panels ${depth}×${columns}${transposed ? ' transposed' : ''}`, matrices * stride * 4, {
    fill: (packed) => run('packPanels', items, from, depth * columns, depth, columns, rowStride, columnStride, packed),
    use: (packed) => use(packed, stride),
  });
}

export function panelCount(backend: SelfieWasmBackend, columns: number): number {
  return itemsOf(columns, backend.threads.constant('tileColumns'));
}

/** Groups that the panels of a product are split into, so that there are enough items to share. */
export function splitProduct(backend: SelfieWasmBackend, blocks: number, columns: number): number {
  return Math.max(1, Math.min(panelCount(backend, columns), Math.ceil(16 / blocks)));
}

/**
 * Groups that each of `parts` of a product is split into where every item packs for itself: two items a thread, since
 * more would pack the same values more often. Only where no sum is split may it depend on the threads like this.
 */
export function splitPacking({ threads }: SelfieWasmBackend, parts: number): number {
  return Math.ceil((2 * threads.count) / parts);
}
