import type * as tf from '@tensorflow/tfjs-core';
import { type Convolution, eachProduct, infoOf } from './convolution.ts';
import { expectValues } from './expect-values.ts';
import { integers } from './random-tensor.ts';
import { runKernel } from './run-kernel.ts';

/** What a convolution and its gradients are computed from. */
export interface Operands {
  readonly x: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
}

/** Results of a convolution: its output, the gradient of its input, and that of its filter. */
export type Result = 'y' | 'dx' | 'dFilter';

/** Small whole numbers, of which all sums, and the transforms by windows, keep every digit. */
export const operandsOf = (shapes: Convolution, seed: number): Operands => ({
  x: integers<tf.Rank.R4>(shapes.x, { seed }),
  filter: integers<tf.Rank.R4>(shapes.filter, { seed: seed + 1 }),
  dy: integers<tf.Rank.R4>(infoOf(shapes).outShape as Convolution['x'], { seed: seed + 2 }),
});

/** A convolution and its gradients by our kernels. */
export function computed(
  { strides, pad, filter: filterShape, x: inputShape }: Convolution,
  { x, filter, dy }: Operands,
): Record<Result, () => tf.Tensor> {
  const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor';
  const attrs = { strides, pad, dilations: [1, 1], dataFormat: 'NHWC', dimRoundingMode };
  return {
    y: () => runKernel('Conv2D', { x, filter }, attrs)[0]!,
    dx: () => runKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape })[0]!,
    dFilter: () => runKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape })[0]!,
  };
}

/** The same by loops, in float64. */
function expected(shapes: Convolution, { x, filter, dy }: Operands): Record<Result, Float64Array> {
  const [xs, filters, dys] = [x.dataSync(), filter.dataSync(), dy.dataSync()];
  const sums = {
    y: new Float64Array(dys.length),
    dx: new Float64Array(xs.length),
    dFilter: new Float64Array(filters.length),
  };
  eachProduct(shapes, (xAt, filterAt, yAt) => {
    const value = xAt < 0 ? 0 : xs[xAt]!;
    sums.y[yAt]! += value * filters[filterAt]!;
    sums.dFilter[filterAt]! += value * dys[yAt]!;
    if (xAt >= 0) sums.dx[xAt]! += dys[yAt]! * filters[filterAt]!;
  });
  return sums;
}

/** Expects a convolution without dilation, and its gradients, to have the values of loops. */
export function checkConvolution(
  shapes: Convolution,
  operands: Operands,
  which: readonly Result[] = ['y', 'dx', 'dFilter'],
): void {
  const results = computed(shapes, operands);
  const sums = expected(shapes, operands);
  const shape = { y: operands.dy.shape, dx: shapes.x, dFilter: shapes.filter };
  for (const name of which) expectValues(results[name](), shape[name], sums[name]);
}
