import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { transposed } from './transpose.ts';

/** Max calls its axes by another name than Sum and Mean. */
interface ReduceAttrs {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims: boolean;
}

const reduction = (kernelName: string, name: 'sum' | 'maximumOf', factor: (count: number) => number) =>
  kernelWhere<Inputs<'x'>, ReduceAttrs>(
    kernelName,
    ({ x }) => areFloats(x),
    (backend, { x }, { axis, reductionIndices, keepDims }) => {
      const axes = tf.util.parseAxisParam((axis ?? reductionIndices)!, x.shape);
      return reduce(
        backend,
        name,
        x,
        axes.sort((a, b) => a - b),
        keepDims,
        factor,
      );
    },
  );

export const sum = reduction('Sum', 'sum', () => 1);
export const mean = reduction('Mean', 'sum', (count) => 1 / count);
export const max = reduction('Max', 'maximumOf', () => 1);

/** Runs longer than this are cut, so that several threads can share them; the cuts depend on the shape alone. */
const longRun = 65_536;

function reduce(
  backend: SelfieWasmBackend,
  name: 'sum' | 'maximumOf',
  x: TensorInfo,
  axes: number[],
  keepDims: boolean,
  factorOf: (count: number) => number,
): TensorInfo {
  const rank = x.shape.length;
  const shape = keepDims
    ? x.shape.map((side, i) => (axes.includes(i) ? 1 : side))
    : x.shape.filter((_, i) => !axes.includes(i));
  const adjacent = axes.every((a, i) => i === 0 || a === axes[i - 1]! + 1);
  if (!adjacent) {
    const kept = [...Array(rank).keys()].filter((i) => !axes.includes(i));
    const moved = transposed(backend, x, [...kept, ...axes]);
    const last = axes.map((_, i) => kept.length + i);
    const y = reduce(backend, name, moved, last, false, factorOf);
    backend.disposeIntermediateTensorInfo(moved);
    return { ...y, shape };
  }
  const [first, end] = axes.length === 0 ? [rank, rank] : [axes[0]!, axes.at(-1)! + 1];
  const outer = tf.util.sizeFromShape(x.shape.slice(0, first));
  const count = tf.util.sizeFromShape(x.shape.slice(first, end));
  const inner = tf.util.sizeFromShape(x.shape.slice(end));
  const y = backend.output(shape);
  const factor = factorOf(count);
  const [xAt, yAt] = [backend.address(x), backend.address(y)];
  if (inner === 1 && outer === 1 && count >= 2 * longRun) {
    const runs = Math.ceil(count / longRun) - 1; // and one that is not empty
    backend.borrow((runs + 1) * 4, (partials) => {
      backend.threads.run(name, runs, xAt, partials, runs, longRun, 1, 1);
      backend.threads.run(name, 1, xAt + runs * longRun * 4, partials + runs * 4, 1, count - runs * longRun, 1, 1);
      backend.threads.run(name, 1, partials, yAt, 1, runs + 1, 1, factor);
    });
    return y;
  }
  const items =
    inner === 1
      ? itemsOf(outer, backend.threads.call('runsEach', count))
      : outer * itemsOf(inner, backend.threads.constant('REDUCE_COLUMNS'));
  backend.threads.run(name, items, xAt, yAt, outer, count, inner, factor);
  return y;
}
