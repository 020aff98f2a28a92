import type { KernelConfig } from '@tensorflow/tfjs-core';
import { adamWUpdate } from './adamw-update.ts';
import { addN } from './add-n.ts';
import { argMax } from './arg-max.ts';
import { attention, attentionGrad } from './attention.ts';
import { batchNorm, batchNormGrad, fusedBatchNorm } from './batch-norm.ts';
import { binaryKernels } from './binary.ts';
import { cast } from './cast.ts';
import { compareKernels } from './compare.ts';
import { concat } from './concat.ts';
import { conv2d, convolution, fusedConv2d } from './conv2d.ts';
import { conv2dBackpropFilter, convolutionFilterGrad } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput, convolutionInputGrad } from './conv2d-backprop-input.ts';
import { crossEntropy, crossEntropyGrad } from './cross-entropy.ts';
import {
  depthwiseConv2d,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  fusedDepthwiseConv2d,
} from './depthwise-conv2d.ts';
import { dropout } from './dropout.ts';
import { fill, likeKernels } from './fill.ts';
import { gather } from './gather.ts';
import { gelu, geluGrad } from './gelu.ts';
import { layerNorm, layerNormGrad } from './layer-norm.ts';
import { batchMatMul, fusedMatMul } from './mat-mul.ts';
import { maxPool, maxPoolGrad } from './max-pool.ts';
import { momentumUpdate } from './momentum-update.ts';
import { oneHot } from './one-hot.ts';
import { pack } from './pack.ts';
import { pad } from './pad.ts';
import { range } from './range.ts';
import { max, mean, sum } from './reduce.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { split } from './split.ts';
import { tile } from './tile.ts';
import { transpose } from './transpose.ts';
import { step, unaryKernels } from './unary.ts';
import { expandDims, identity, reshape } from './view.ts';

/** Every kernel that runs in WebAssembly. */
export const kernels: KernelConfig[] = [
  ...binaryKernels,
  ...compareKernels,
  ...likeKernels,
  ...unaryKernels,
  adamWUpdate,
  addN,
  argMax,
  attention,
  attentionGrad,
  batchMatMul,
  batchNorm,
  batchNormGrad,
  cast,
  concat,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  convolution,
  convolutionFilterGrad,
  convolutionInputGrad,
  crossEntropy,
  crossEntropyGrad,
  depthwiseConv2d,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  dropout,
  expandDims,
  fill,
  fusedBatchNorm,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  gather,
  gelu,
  geluGrad,
  identity,
  layerNorm,
  layerNormGrad,
  max,
  maxPool,
  maxPoolGrad,
  mean,
  momentumUpdate,
  oneHot,
  pack,
  pad,
  range,
  reshape,
  slice,
  softmax,
  split,
  step,
  sum,
  tile,
  transpose,
];
