import type { KernelConfig } from '@tensorflow/tfjs-core';
import { adamWUpdate } from './adamw-update.ts';
import { addN } from './add-n.ts';
import { argKernels } from './arg-max.ts';
import { attention, attentionGrad } from './attention.ts';
import { avgPool, avgPoolGrad } from './avg-pool.ts';
import { batchNorm, batchNormGrad, frozenBatchNorm, fusedBatchNorm } from './batch-norm.ts';
import { binaryKernels, prelu } from './binary.ts';
import { cast } from './cast.ts';
import { compareKernels } from './compare.ts';
import { concat } from './concat.ts';
import { conv2d, convolution, convolutionFrozenBatchNorm, fusedConv2d } from './conv2d.ts';
import { conv2dBackpropFilter, convolutionFilterGrad } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput, convolutionInputGrad } from './conv2d-backprop-input.ts';
import { crossEntropy, crossEntropyGrad } from './cross-entropy.ts';
import { cumsum } from './cumsum.ts';
import {
  depthwiseConv2d,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  fusedDepthwiseConv2d,
} from './depthwise-conv2d.ts';
import { dropout } from './dropout.ts';
import { fill, likeKernels } from './fill.ts';
import { flatten } from './flatten.ts';
import { gather } from './gather.ts';
import { gelu, geluGrad } from './gelu.ts';
import { layerNorm, layerNormGrad } from './layer-norm.ts';
import { batchMatMul, fusedMatMul } from './mat-mul.ts';
import { maxPool, maxPoolGrad } from './max-pool.ts';
import { mirrorPad } from './mirror-pad.ts';
import { momentumUpdate } from './momentum-update.ts';
import { oneHot } from './one-hot.ts';
import { pack } from './pack.ts';
import { pad } from './pad.ts';
import { range } from './range.ts';
import { reduceKernels, truthKernels } from './reduce.ts';
import { resizeKernels } from './resize.ts';
import { reverse } from './reverse.ts';
import { runningStatistics } from './running-statistics.ts';
import { scatterNd, unsortedSegmentSum } from './segment-sum.ts';
import { select } from './select.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { split } from './split.ts';
import { tile } from './tile.ts';
import { transpose } from './transpose.ts';
import { clipByValue, eluGrad, leakyRelu, logicalNot, neg, step, unaryKernels } from './unary.ts';
import { expandDims, identity, reshape } from './view.ts';

/** Every kernel that runs in WebAssembly. */
export const kernels: KernelConfig[] = [
  ...argKernels,
  ...binaryKernels,
  ...compareKernels,
  ...likeKernels,
  ...reduceKernels,
  ...resizeKernels,
  ...truthKernels,
  ...unaryKernels,
  adamWUpdate,
  addN,
  attention,
  attentionGrad,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  batchNorm,
  batchNormGrad,
  cast,
  clipByValue,
  concat,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  convolution,
  convolutionFilterGrad,
  convolutionFrozenBatchNorm,
  convolutionInputGrad,
  crossEntropy,
  crossEntropyGrad,
  cumsum,
  depthwiseConv2d,
  depthwiseConv2dBackpropFilter,
  depthwiseConv2dBackpropInput,
  dropout,
  eluGrad,
  expandDims,
  fill,
  frozenBatchNorm,
  fusedBatchNorm,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  flatten,
  gather,
  gelu,
  geluGrad,
  identity,
  layerNorm,
  layerNormGrad,
  leakyRelu,
  logicalNot,
  maxPool,
  maxPoolGrad,
  mirrorPad,
  momentumUpdate,
  neg,
  oneHot,
  pack,
  pad,
  prelu,
  range,
  reshape,
  reverse,
  runningStatistics,
  scatterNd,
  select,
  slice,
  softmax,
  split,
  step,
  tile,
  transpose,
  unsortedSegmentSum,
];
