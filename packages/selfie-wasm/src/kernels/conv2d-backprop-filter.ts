import type { Conv2DBackpropFilterAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionFilterGradAttrs, convolutionFilterGradKernel } from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, javaScript, kernel, kernelWhere } from '../kernel.ts';
import { filled } from './fill.ts';
import {
  type Conv2DInfo,
  canConvolve,
  canConvolveBack,
  evenlyPadded,
  forwardInfo,
  placeGeometry,
  stockAttrs,
} from './geometry.ts';
import { splitPacking } from './panels.ts';
import { multiplyGradients, suitsWinograd } from './winograd.ts';

export const conv2dBackpropFilter = kernelWhere<Inputs<'x' | 'dy'>, Conv2DBackpropFilterAttrs>(
  'Conv2DBackpropFilter',
  ({ x, dy }, attrs) => areFloats(x, dy) && canConvolveBack(dy, x.shape, attrs.filterShape, attrs),
  (backend, { x, dy }, attrs) => filterGradient(backend, x, dy, forwardInfo(x.shape, attrs.filterShape, attrs)),
);

export const convolutionFilterGrad = kernel<Inputs<'x' | 'dy'>, ConvolutionFilterGradAttrs>(
  convolutionFilterGradKernel,
  (backend, { x, dy }, attrs) =>
    canConvolve(attrs.filterShape)
      ? filterGradient(backend, x, dy, evenlyPadded(x.shape, attrs.filterShape, attrs))
      : javaScript(
          'Conv2DBackpropFilter',
          backend,
          { x, dy },
          { ...stockAttrs(attrs), filterShape: attrs.filterShape },
        ),
);

/** Pixels that a share has at least. */
const fewestPixels = 2048;

/**
 * The sum over pixels is cut into shares, which are added up in the end, by the shapes alone, so that the result does
 * not depend on the number of threads. Where shares are too few for all threads, the filter falls into groups of
 * columns and of rows; each packs its part of dy and x anew.
 */
function filterGradient(backend: SelfieWasmBackend, x: TensorInfo, dy: TensorInfo, info: Conv2DInfo): TensorInfo {
  const { threads } = backend;
  const shape = [info.filterHeight, info.filterWidth, info.inChannels, info.outChannels];
  const pixels = info.batchSize * info.outHeight * info.outWidth;
  if (pixels === 0) return filled(backend, shape, 'float32', 0);
  const dFilter = backend.output(shape);
  const [xAt, dyAt, dFilterAt] = [backend.address(x), backend.address(dy), backend.address(dFilter)];
  if (suitsWinograd(info) && multiplyGradients(backend, { x: xAt, dy: dyAt, dFilter: dFilterAt }, info)) return dFilter;
  const size = tf.util.sizeFromShape(dFilter.shape);
  const zeros = backend.zeros(info.inChannels * 4);
  const shares = Math.max(1, Math.min(16, Math.floor(pixels / fewestPixels)));
  const run = (partials: number) => {
    const geometry = placeGeometry(backend, info);
    const groups = splitPacking(backend, shares);
    const columnGroups = Math.min(threads.call('filterColumnBlocks', geometry), groups);
    const rowGroups = Math.min(threads.call('filterUnits', geometry), Math.ceil(groups / columnGroups));
    threads.run(
      'conv2dFilterGradient',
      shares * rowGroups * columnGroups,
      xAt,
      zeros,
      dyAt,
      partials,
      geometry,
      shares,
      rowGroups,
      columnGroups,
    );
  };
  if (shares === 1) {
    run(dFilterAt);
    return dFilter;
  }
  backend.borrow(shares * size * 4, (partials) => {
    run(partials);
    threads.run('sumPartials', itemsOf(size, threads.constant('CHUNK')), partials, dFilterAt, size, shares, size);
  });
  return dFilter;
}
