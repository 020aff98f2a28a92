import type { Conv2DAttrs, FusedConv2DAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  type ConvolutionAttrs,
  type ConvolutionFrozenBatchNormAttrs,
  type ConvolutionFrozenBatchNormInputs,
  convolutionFrozenBatchNormKernel,
  convolutionKernel,
} from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, floatKernel, type Inputs, itemsOf, javaScript, kernel, kernelWhere } from '../kernel.ts';
import { normalise } from './batch-norm.ts';
import { biasActivation, canFollow, isOneRow } from './bias-activation.ts';
import { type Conv2DInfo, canConvolve, evenlyPadded, placeGeometry, stockAttrs } from './geometry.ts';
import { leaveMoments } from './moments.ts';
import { withNormalisation } from './normalisation.ts';
import { packPanels, splitProduct } from './panels.ts';
import { canTakeMoments, multiplyWindows, suitsWinograd } from './winograd.ts';

export const conv2d = kernelWhere<Inputs<'x' | 'filter'>, Conv2DAttrs>(
  'Conv2D',
  ({ x, filter }, attrs) => areFloats(x, filter) && canConvolve(filter.shape, attrs.dataFormat),
  (backend, { x, filter }, attrs) => convolve(backend, x, filter, convInfo(x, filter, attrs)),
);

export const convolution = kernel<Inputs<'x' | 'filter'>, ConvolutionAttrs>(
  convolutionKernel,
  (backend, { x, filter }, attrs) =>
    canConvolve(filter.shape)
      ? convolve(backend, x, filter, evenlyPadded(x.shape, filter.shape, attrs), { moments: attrs.moments })
      : javaScript('Conv2D', backend, { x, filter }, stockAttrs(attrs)),
);

export const convolutionFrozenBatchNorm = floatKernel<
  ConvolutionFrozenBatchNormInputs,
  ConvolutionFrozenBatchNormAttrs
>(convolutionFrozenBatchNormKernel, (backend, { x, filter, ...normalisation }, attrs) => {
  if (!canConvolve(filter.shape)) {
    const y = javaScript('Conv2D', backend, { x, filter }, stockAttrs(attrs)) as TensorInfo;
    normalise(backend, { x: y, y, ...normalisation }, attrs);
    return y;
  }
  return convolve(backend, x, filter, evenlyPadded(x.shape, filter.shape, attrs), {
    normalised: (y, use) => withNormalisation(backend, y, normalisation, attrs, use),
  });
});

export const fusedConv2d = kernelWhere<Inputs<'x' | 'filter', 'bias' | 'preluActivationWeights'>, FusedConv2DAttrs>(
  'FusedConv2D',
  ({ x, filter, bias, preluActivationWeights }, attrs) =>
    areFloats(x, filter, bias) &&
    canConvolve(filter.shape, attrs.dataFormat) &&
    canFollow(attrs, preluActivationWeights) &&
    isOneRow(bias, filter.shape[3]!),
  (backend, { x, filter, bias }, attrs) => {
    const y = convolve(backend, x, filter, convInfo(x, filter, attrs));
    biasActivation(backend, y, bias, attrs);
    return y;
  },
);

function convInfo(
  x: TensorInfo,
  filter: TensorInfo,
  { strides, pad, dilations, dimRoundingMode }: Conv2DAttrs,
): Conv2DInfo {
  const [xShape, filterShape] = [x.shape, filter.shape] as [Shape4, Shape4];
  return tf.backend_util.computeConv2DInfo(xShape, filterShape, strides, dilations, pad, dimRoundingMode);
}

type Shape4 = [number, number, number, number];

/** What is done to the outputs of a convolution while they are in cache. */
interface Follows {
  /** Whether the moments of its channels are left beside it. */
  readonly moments?: boolean;
  /** Lays out how y, whose address it is given, is normalised. */
  readonly normalised?: (y: number, use: (normalisation: number) => void) => void;
}

/** x [n, h, w, ci] ∗ filter [kh, kw, ci, co] → [n, oh, ow, co], and what follows. */
function convolve(
  backend: SelfieWasmBackend,
  x: TensorInfo,
  filter: TensorInfo,
  info: Conv2DInfo,
  { moments = false, normalised = (_, use) => use(0) }: Follows = {},
): TensorInfo {
  const { threads } = backend;
  const y = backend.output(info.outShape);
  const pixels = info.batchSize * info.outHeight * info.outWidth;
  if (pixels === 0) return y;
  const byWindows = suitsWinograd(info);
  const depth = info.filterHeight * info.filterWidth * info.inChannels;
  const [xAt, yAt] = [backend.address(x), backend.address(y)];
  const momentsAt = moments && (!byWindows || canTakeMoments(backend, info)) ? leaveMoments(backend, y) : 0;
  normalised(yAt, (normalisation) => {
    const product = { x: xAt, filter, turned: false, y: yAt, moments: momentsAt, normalisation };
    if (byWindows && multiplyWindows(backend, product, info)) return;
    const zeros = backend.zeros(info.inChannels * 4);
    packPanels(
      backend,
      { tensor: filter, matrices: 1, depth, columns: info.outChannels, transposed: false },
      (packed) => {
        const blocks = itemsOf(pixels, threads.constant('BLOCK_ROWS'));
        const groups = splitProduct(backend, blocks, info.outChannels);
        const geometry = placeGeometry(backend, info);
        threads.run('conv2d', blocks * groups, xAt, zeros, packed, yAt, momentsAt, normalisation, geometry, groups);
      },
    );
  });
  return y;
}
