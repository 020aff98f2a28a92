import type { ScatterNdAttrs, TensorInfo, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, areInts, type Inputs, kernelWhere } from '../kernel.ts';

/** The sum of the rows of x [n, …] that each segment is given: the gradient of `gather`. */
export const unsortedSegmentSum = kernelWhere<Inputs<'x' | 'segmentIds'>, UnsortedSegmentSumAttrs>(
  'UnsortedSegmentSum',
  ({ x, segmentIds }, { numSegments }) =>
    areFloats(x) &&
    areInts(segmentIds) &&
    tf.util.arraysEqual(segmentIds.shape, x.shape.slice(0, 1)) &&
    numSegments > 0,
  (backend, { x, segmentIds }, { numSegments }) =>
    segmentSum(backend, x, segmentIds, numSegments, [numSegments, ...x.shape.slice(1)]),
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
    const segmentIds = backend.makeTensorInfo([numUpdates], 'int32', ids);
    const y = segmentSum(backend, updates, segmentIds, segments, shape);
    backend.disposeIntermediateTensorInfo(segmentIds);
    return y;
  },
);

/** Shares of the segments, each the work of one thread, which looks at all ids. */
const mostShares = 16;

/** y, as [segments, …], from x, as [n, …], and ids [n]. */
function segmentSum(
  backend: SelfieWasmBackend,
  x: TensorInfo,
  ids: TensorInfo,
  segments: number,
  shape: number[],
): TensorInfo {
  const y = backend.output(shape);
  const count = tf.util.sizeFromShape(ids.shape);
  const inner = tf.util.sizeFromShape(shape) / segments;
  const shares = Math.min(segments, mostShares);
  const addresses = [x, ids, y].map((tensor) => backend.address(tensor));
  backend.threads.run('segmentSum', shares, ...addresses, count, segments, inner, shares);
  return y;
}
