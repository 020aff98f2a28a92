import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { type Conv2DInfo, canConvolve, geometryBytes, placeGeometry } from './geometry.ts';
import { panelCount, splitProduct } from './panels.ts';

export const conv2dBackpropInput = kernelWhere<Inputs<'dy' | 'filter'>, Conv2DBackpropInputAttrs>(
  'Conv2DBackpropInput',
  ({ dy, filter }, attrs) => areFloats(dy, filter) && canConvolve(filter.shape, attrs),
  (backend, { dy, filter }, { inputShape, strides, pad, dimRoundingMode }) => {
    const filterShape = filter.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
    return inputGradient(backend, dy, filter, info);
  },
);

/** Pixels along one side that share (pixel + padding) mod stride: where the first stands and how many there are. */
function phase(residue: number, size: number, padding: number, stride: number) {
  const first = (((residue - padding) % stride) + stride) % stride;
  return { first, count: Math.max(0, Math.ceil((size - first) / stride)) };
}

/** Kernel positions along one side that meet such pixels. */
function tapsOf(residue: number, size: number, stride: number): number[] {
  return [...Array(size).keys()].filter((k) => k % stride === residue);
}

function inputGradient(backend: SelfieWasmBackend, dy: TensorInfo, filter: TensorInfo, info: Conv2DInfo): TensorInfo {
  const { threads } = backend;
  const dx = backend.output(info.inShape);
  const [dyAt, filterAt, dxAt] = [backend.address(dy), backend.address(filter), backend.address(dx)];
  const zeros = backend.zeros(info.outChannels * 4);
  for (let residueY = 0; residueY < info.strideHeight; residueY++) {
    for (let residueX = 0; residueX < info.strideWidth; residueX++) {
      const y = phase(residueY, info.inHeight, info.padInfo.top, info.strideHeight);
      const x = phase(residueX, info.inWidth, info.padInfo.left, info.strideWidth);
      const pixels = info.batchSize * y.count * x.count;
      if (pixels === 0) continue;
      const taps = tapsOf(residueY, info.filterHeight, info.strideHeight).flatMap((ky) =>
        tapsOf(residueX, info.filterWidth, info.strideWidth).map((kx) => ky * info.filterWidth + kx),
      );
      const depth = taps.length * info.outChannels;
      backend.borrow(threads.call('packedSize', depth, info.inChannels) * 4, (packed) => {
        const geometry = placeGeometry(backend, info);
        const place = threads.place([y.first, y.count, x.first, x.count, taps.length, ...taps], geometryBytes);
        threads.run('packTransposedFilter', panelCount(backend, info.inChannels), filterAt, geometry, place, packed);
        const blocks = itemsOf(pixels, threads.constant('BLOCK_ROWS'));
        const groups = splitProduct(backend, blocks, info.inChannels);
        threads.run(
          'conv2dInputGradient',
          blocks * groups,
          dyAt,
          zeros,
          packed,
          dxAt,
          geometry,
          place,
          info.batchSize,
          groups,
        );
      });
    }
  }
  return dx;
}
