import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';

/** What a copy walks over: `shape`, and the strides, in values, of where it reads and where it writes. */
interface Walk {
  readonly shape: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Sides that a copy can walk over once those that run on together are joined. */
export const mostSides = 6;

/** Whether a walk has few enough sides for `copy`. */
export function canCopy(walk: Walk): boolean {
  return join(walk).length <= mostSides;
}

/** Copies 4-byte values from x, `fromOffset` values in, to y, `toOffset` values in. */
export function copy(
  backend: SelfieWasmBackend,
  x: TensorInfo,
  y: TensorInfo,
  walk: Walk,
  fromOffset = 0,
  toOffset = 0,
): void {
  const sides = join(walk);
  while (sides.length < mostSides) sides.unshift({ side: 1, from: 0, to: 0 });
  const rows = sides.slice(0, -1).reduce((product, { side }) => product * side, 1);
  if (rows * sides.at(-1)!.side === 0) return;
  const { threads } = backend;
  const layout = threads.place([
    ...sides.map(({ side }) => side),
    ...sides.map(({ from }) => from),
    ...sides.map(({ to }) => to),
  ]);
  const [from, to] = [backend.address(x) + fromOffset * 4, backend.address(y) + toOffset * 4];
  threads.run('copy', itemsOf(rows, threads.constant('COPY_ROWS')), from, to, layout, rows);
}

/** Strides of a tensor whose values lie in order. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, i) => tf.util.sizeFromShape(shape.slice(i + 1)));
}

/** Joins sides over which both places run on without a jump, and leaves out those of length one. */
function join({ shape, from, to }: Walk) {
  const sides: { side: number; from: number; to: number }[] = [];
  shape.forEach((side, i) => {
    if (side === 1) return;
    const last = sides.at(-1);
    if (last && last.from === from[i]! * side && last.to === to[i]! * side) {
      last.side *= side;
      last.from = from[i]!;
      last.to = to[i]!;
    } else {
      sides.push({ side, from: from[i]!, to: to[i]! });
    }
  });
  if (sides.length === 0) sides.push({ side: 1, from: 1, to: 1 });
  return sides;
}
