import type {
  DepthwiseConv2dNativeAttrs,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  FusedDepthwiseConv2DAttrs,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { biasActivation, canFollow, isOneRow } from './bias-activation.ts';
import { type Conv2DInfo, placeGeometry } from './geometry.ts';

/** Strides, padding and dilations, as far as a kernel's attributes say them. */
type Windows = Pick<DepthwiseConv2dNativeBackpropInputAttrs, 'strides' | 'dilations' | 'pad' | 'dimRoundingMode'>;

export const depthwiseConv2d = kernelWhere<Inputs<'x' | 'filter'>, DepthwiseConv2dNativeAttrs>(
  'DepthwiseConv2dNative',
  ({ x, filter }, { dataFormat }) => areFloats(x, filter) && dataFormat === 'NHWC',
  (backend, { x, filter }, attrs) => forward(backend, x, filter, infoOf(x.shape, filter.shape, attrs)),
);

export const fusedDepthwiseConv2d = kernelWhere<
  Inputs<'x' | 'filter', 'bias' | 'preluActivationWeights'>,
  FusedDepthwiseConv2DAttrs
>(
  'FusedDepthwiseConv2D',
  ({ x, filter, bias, preluActivationWeights }, attrs) =>
    areFloats(x, filter, bias) &&
    attrs.dataFormat === 'NHWC' &&
    canFollow(attrs, preluActivationWeights) &&
    isOneRow(bias, filter.shape[2]! * filter.shape[3]!),
  (backend, { x, filter, bias }, attrs) => {
    const y = forward(backend, x, filter, infoOf(x.shape, filter.shape, attrs));
    biasActivation(backend, y, bias, attrs);
    return y;
  },
);

export const depthwiseConv2dBackpropInput = kernelWhere<
  Inputs<'dy' | 'filter'>,
  DepthwiseConv2dNativeBackpropInputAttrs
>(
  'DepthwiseConv2dNativeBackpropInput',
  ({ dy, filter }, attrs) => areFloats(dy, filter) && isOutput(dy, infoOf(attrs.inputShape, filter.shape, attrs)),
  (backend, { dy, filter }, attrs) => {
    const info = infoOf(attrs.inputShape, filter.shape, attrs);
    const dx = backend.output(info.inShape);
    const addresses = [dy, filter, dx].map((tensor) => backend.address(tensor));
    const geometry = placeGeometry(backend, info);
    backend.threads.run('depthwiseInputGradient', info.batchSize * info.inHeight, ...addresses, geometry);
    return dx;
  },
);

export const depthwiseConv2dBackpropFilter = kernelWhere<Inputs<'x' | 'dy'>, DepthwiseConv2dNativeBackpropFilterAttrs>(
  'DepthwiseConv2dNativeBackpropFilter',
  ({ x, dy }, attrs) => areFloats(x, dy) && isOutput(dy, infoOf(x.shape, attrs.filterShape, attrs)),
  (backend, { x, dy }, attrs) => {
    const { threads } = backend;
    const info = infoOf(x.shape, attrs.filterShape, attrs);
    const dFilter = backend.output(attrs.filterShape);
    const addresses = [x, dy].map((tensor) => backend.address(tensor));
    const size = tf.util.sizeFromShape(attrs.filterShape);
    const taps = info.filterHeight * info.filterWidth;
    const shares = Math.min(info.batchSize, 8);
    backend.borrow(shares * size * 4, (partials) => {
      const geometry = placeGeometry(backend, info);
      const { batchSize } = info;
      threads.run('depthwiseFilterGradient', taps * shares, ...addresses, partials, geometry, batchSize, shares);
      const items = itemsOf(size, threads.constant('CHUNK'));
      threads.run('sumPartials', items, partials, backend.address(dFilter), size, shares, size);
    });
    return dFilter;
  },
);

function forward(backend: SelfieWasmBackend, x: TensorInfo, filter: TensorInfo, info: Conv2DInfo): TensorInfo {
  const y = backend.output(info.outShape);
  const addresses = [x, filter, y].map((tensor) => backend.address(tensor));
  const geometry = placeGeometry(backend, info);
  backend.threads.run('depthwise', info.batchSize * info.outHeight, ...addresses, geometry);
  return y;
}

function infoOf(inputShape: number[], filterShape: number[], { strides, dilations, pad, dimRoundingMode }: Windows) {
  const [input, filter] = [inputShape, filterShape] as [Shape4, Shape4];
  return tf.backend_util.computeConv2DInfo(input, filter, strides, dilations ?? 1, pad, dimRoundingMode, true);
}

type Shape4 = [number, number, number, number];

function isOutput({ shape }: TensorInfo, { outShape }: Conv2DInfo): boolean {
  return tf.util.arraysEqual(shape, outShape);
}
