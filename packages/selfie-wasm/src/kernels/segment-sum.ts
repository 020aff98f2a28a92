import type { ScatterNdAttrs, TensorInfo, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, areInts, type Inputs, kernelWhere } from '../kernel.ts';
import { withWords } from './with-words.ts';

/** The sum of the rows of x [n, …] that each segment is given: the gradient of `gather`. */
export const unsortedSegmentSum = kernelWhere<Inputs<'x' | 'segmentIds'>, UnsortedSegmentSumAttrs>(
  'UnsortedSegmentSum',
  ({ x, segmentIds }, { numSegments }) =>
    areFloats(x) &&
    areInts(segmentIds) &&
    tf.util.arraysEqual(segmentIds.shape, x.shape.slice(0, 1)) &&
    numSegments > 0,
  (backend, { x, segmentIds }, { numSegments }) =>
    segmentSum(backend, x, { at: backend.address(segmentIds), count: x.shape[0]! }, numSegments, [
      numSegments,
      ...x.shape.slice(1),
    ]),
);

/** Zeros of a shape, to which the updates are added at their indices. */
export const scatterNd = kernelWhere<Inputs<'indices' | 'updates'>, ScatterNdAttrs>(
  'ScatterNd',
  ({ indices, updates }, { shape }) => areFloats(updates) && areInts(indices) && !shape.includes(0),
  (backend, { indices, updates }, { shape }) => {
    const info = tf.backend_util.calculateShapes(updates, indices, shape);
    const { sliceRank, numUpdates, sliceSize, strides, outputSize } = info;
    const segments = outputSize / sliceSize;
    const places = backend.data.get(indices.dataId).values as Int32Array;
    const ids = Int32Array.from({ length: numUpdates }, (_, i) => {
      const index = Array.from(places.subarray(i * sliceRank, (i + 1) * sliceRank));
      const id = index.reduce((sum, place, j) => sum + place * strides[j]!, 0);
      tf.util.assert(id >= 0 && id < segments, () => `Invalid indices: ${index} does not index into ${shape}`);
      return id;
    });
    return withWords(backend, ids, (at) => segmentSum(backend, updates, { at, count: numUpdates }, segments, shape));
  },
);

/** Shares of the segments, each the work of one thread, which looks at all ids. */
const mostShares = 16;

/** y, as [segments, …], from x, as [count, …], and as many ids. */
function segmentSum(
  backend: SelfieWasmBackend,
  x: TensorInfo,
  ids: { at: number; count: number },
  segments: number,
  shape: number[],
): TensorInfo {
  const y = backend.output(shape);
  const inner = tf.util.sizeFromShape(shape) / segments;
  const shares = Math.min(segments, mostShares);
  const [xAt, yAt] = [backend.address(x), backend.address(y)];
  backend.threads.run('segmentSum', shares, xAt, ids.at, yAt, ids.count, segments, inner, shares);
  return y;
}
