import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { type ConvolutionInputGradAttrs, convolutionInputGradKernel } from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, javaScript, kernel, kernelWhere } from '../kernel.ts';
import {
  type Conv2DInfo,
  canConvolve,
  canConvolveBack,
  evenlyPadded,
  forwardInfo,
  geometryBytes,
  placeGeometry,
  stockAttrs,
} from './geometry.ts';
import { panelCount, smallWork, splitProduct } from './panels.ts';
import { multiplyWindows, suitsWinograd, turnedAround } from './winograd.ts';

export const conv2dBackpropInput = kernelWhere<Inputs<'dy' | 'filter'>, Conv2DBackpropInputAttrs>(
  'Conv2DBackpropInput',
  ({ dy, filter }, attrs) => areFloats(dy, filter) && canConvolveBack(dy, attrs.inputShape, filter.shape, attrs),
  (backend, { dy, filter }, attrs) =>
    inputGradient(backend, dy, filter, forwardInfo(attrs.inputShape, filter.shape, attrs)),
);

export const convolutionInputGrad = kernel<Inputs<'dy' | 'filter'>, ConvolutionInputGradAttrs>(
  convolutionInputGradKernel,
  (backend, { dy, filter }, attrs) =>
    canConvolve(filter.shape)
      ? inputGradient(backend, dy, filter, evenlyPadded(attrs.inputShape, filter.shape, attrs))
      : javaScript(
          'Conv2DBackpropInput',
          backend,
          { dy, filter },
          { ...stockAttrs(attrs), inputShape: attrs.inputShape },
        ),
);

/** Pixels along one side that share (pixel + padding) mod stride: where the first stands and how many there are. */
function phase(residue: number, size: number, padding: number, stride: number) {
  const first = (((residue - padding) % stride) + stride) % stride;
  return { first, count: Math.max(0, Math.ceil((size - first) / stride)) };
}

/** Kernel positions along one side that meet such pixels, and how far from pixel i of the phase the output lies. */
function tapsOf(residue: number, first: number, size: number, padding: number, stride: number) {
  return [...Array(size).keys()]
    .filter((k) => k % stride === residue)
    .map((k) => ({ k, offset: (first + padding - k) / stride }));
}

function inputGradient(backend: SelfieWasmBackend, dy: TensorInfo, filter: TensorInfo, info: Conv2DInfo): TensorInfo {
  const { threads } = backend;
  const dx = backend.output(info.inShape);
  const [dyAt, filterAt, dxAt] = [backend.address(dy), backend.address(filter), backend.address(dx)];
  const back = turnedAround(info);
  const product = { x: dyAt, filter, turned: true, y: dxAt, moments: 0, normalisation: 0 };
  if (suitsWinograd(back) && multiplyWindows(backend, product, back)) return dx;
  const zeros = backend.zeros(info.outChannels * 4);
  for (let residueY = 0; residueY < info.strideHeight; residueY++) {
    for (let residueX = 0; residueX < info.strideWidth; residueX++) {
      const y = phase(residueY, info.inHeight, info.padInfo.top, info.strideHeight);
      const x = phase(residueX, info.inWidth, info.padInfo.left, info.strideWidth);
      const pixels = info.batchSize * y.count * x.count;
      if (pixels === 0) continue;
      const tapsY = tapsOf(residueY, y.first, info.filterHeight, info.padInfo.top, info.strideHeight);
      const tapsX = tapsOf(residueX, x.first, info.filterWidth, info.padInfo.left, info.strideWidth);
      const taps = tapsY.flatMap((ky) => tapsX.map((kx) => [ky.k * info.filterWidth + kx.k, ky.offset, kx.offset]));
      const depth = taps.length * info.outChannels;
      const packedSize = threads.call('packedSize', depth, info.inChannels);
      backend.borrow(packedSize * 4, (packed) => {
        const geometry = placeGeometry(backend, info);
        const place = threads.place([y.first, y.count, x.first, x.count, taps.length, ...taps.flat()], geometryBytes);
        const pack = packedSize < smallWork ? threads.runHere : threads.run;
        pack('packTransposedFilter', panelCount(backend, info.inChannels), filterAt, geometry, place, packed);
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
