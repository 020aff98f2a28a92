import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areBools, areNumbers, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { elementWise } from './element-wise.ts';
import { transposed } from './transpose.ts';

/** Max calls its axes by another name than the others. */
interface ReduceAttrs {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims: boolean;
}

/** A kernel of assembly/ and its last argument, by how many values are reduced to one. */
interface Reducer {
  readonly name: 'sum' | 'maximumOf' | 'reduceBy';
  readonly numberOf: (count: number) => number;
}

const constant = (name: Reducer['name'], number: number): Reducer => ({ name, numberOf: () => number });
const [minimum, product, sumOfInts, maximumOfInts, minimumOfInts] = [0, 1, 2, 3, 4].map((op) =>
  constant('reduceBy', op),
) as [Reducer, Reducer, Reducer, Reducer, Reducer];

const reduction = (kernelName: string, reducers: Partial<Record<DataType, Reducer>>) =>
  kernelWhere<Inputs<'x'>, ReduceAttrs>(
    kernelName,
    ({ x }) => reducers[x.dtype] !== undefined && areNumbers(x),
    (backend, { x }, attrs) => {
      const reducer = reducers[x.dtype]!;
      return areBools(x)
        ? withInts(backend, x, (ints) => reduceAxes(backend, reducer, ints, attrs))
        : reduceAxes(backend, reducer, x, attrs);
    },
  );

export const reduceKernels: KernelConfig[] = [
  reduction('Sum', { float32: constant('sum', 1), int32: sumOfInts, bool: sumOfInts }),
  reduction('Mean', { float32: { name: 'sum', numberOf: (count) => 1 / count } }),
  reduction('Max', { float32: constant('maximumOf', 1), int32: maximumOfInts }),
  reduction('Min', { float32: minimum, int32: minimumOfInts }),
  reduction('Prod', { float32: product }),
];

/** Whether all and whether any of some truth values hold. */
export const truthKernels: KernelConfig[] = [['All', minimumOfInts] as const, ['Any', maximumOfInts] as const].map(
  ([kernelName, reducer]) =>
    kernelWhere<Inputs<'x'>, ReduceAttrs>(
      kernelName,
      ({ x }) => areBools(x),
      (backend, { x }, attrs) => {
        const whole = withInts(backend, x, (ints) => reduceAxes(backend, reducer, ints, attrs));
        const y = elementWise(backend, 'intToBool', [whole], { dtype: 'bool' });
        backend.disposeIntermediateTensorInfo(whole);
        return y;
      },
    ),
);

/** What `use` makes of truth values as int32. */
function withInts(backend: SelfieWasmBackend, x: TensorInfo, use: (ints: TensorInfo) => TensorInfo): TensorInfo {
  const ints = elementWise(backend, 'boolToInt', [x], { dtype: 'int32' });
  const y = use(ints);
  backend.disposeIntermediateTensorInfo(ints);
  return y;
}

function reduceAxes(
  backend: SelfieWasmBackend,
  reducer: Reducer,
  x: TensorInfo,
  { axis, reductionIndices, keepDims }: ReduceAttrs,
): TensorInfo {
  const axes = tf.util.parseAxisParam((axis ?? reductionIndices)!, x.shape);
  return reduce(
    backend,
    reducer,
    x,
    axes.sort((a, b) => a - b),
    keepDims,
  );
}

/** What `use` makes of x with some sides moved behind the others, if they do not stand there. */
export function withSidesLast<T>(
  backend: SelfieWasmBackend,
  x: TensorInfo,
  sides: number[],
  use: (moved: TensorInfo) => T,
): T {
  const order = [...[...x.shape.keys()].filter((i) => !sides.includes(i)), ...sides];
  if (order.every((side, i) => side === i)) return use(x);
  const moved = transposed(backend, x, order);
  const made = use(moved);
  backend.disposeIntermediateTensorInfo(moved);
  return made;
}

/** Runs longer than this are cut, so that several threads can share them; the cuts depend on the shape alone. */
const longRun = 65_536;

function reduce(
  backend: SelfieWasmBackend,
  reducer: Reducer,
  x: TensorInfo,
  axes: number[],
  keepDims: boolean,
): TensorInfo {
  const { name, numberOf } = reducer;
  const rank = x.shape.length;
  const shape = keepDims
    ? x.shape.map((side, i) => (axes.includes(i) ? 1 : side))
    : x.shape.filter((_, i) => !axes.includes(i));
  const adjacent = axes.every((a, i) => i === 0 || a === axes[i - 1]! + 1);
  if (!adjacent) {
    const last = axes.map((_, i) => rank - axes.length + i);
    return withSidesLast(backend, x, axes, (moved) => ({ ...reduce(backend, reducer, moved, last, false), shape }));
  }
  const [first, end] = axes.length === 0 ? [rank, rank] : [axes[0]!, axes.at(-1)! + 1];
  const outer = tf.util.sizeFromShape(x.shape.slice(0, first));
  const count = tf.util.sizeFromShape(x.shape.slice(first, end));
  const inner = tf.util.sizeFromShape(x.shape.slice(end));
  const y = backend.output(shape, x.dtype);
  const [xAt, yAt] = [backend.address(x), backend.address(y)];
  if (inner === 1 && outer === 1 && count >= 2 * longRun) {
    const runs = Math.ceil(count / longRun) - 1; // and one that is not empty
    const rest = count - runs * longRun;
    backend.borrow((runs + 1) * 4, (partials) => {
      backend.threads.run(name, runs, xAt, partials, runs, longRun, 1, numberOf(1));
      backend.threads.run(name, 1, xAt + runs * longRun * 4, partials + runs * 4, 1, rest, 1, numberOf(1));
      backend.threads.run(name, 1, partials, yAt, 1, runs + 1, 1, numberOf(count));
    });
    return y;
  }
  const items =
    inner === 1
      ? itemsOf(outer, backend.threads.call('runsEach', count))
      : outer * itemsOf(inner, backend.threads.constant('REDUCE_COLUMNS'));
  backend.threads.run(name, items, xAt, yAt, outer, count, inner, numberOf(count));
  return y;
}
