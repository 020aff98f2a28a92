export { type AdamWParameter, type AdamWUpdateOptions, adamWUpdate } from './adamw-update.ts';
export { type AttentionOptions, attention } from './attention.ts';
export { type BatchNormOptions, batchNorm } from './batch-norm.ts';
export { type ConvolutionOptions, convolution } from './convolution.ts';
export {
  type ConvolutionFrozenBatchNormOptions,
  convolutionFrozenBatchNorm,
} from './convolution-frozen-batch-norm.ts';
export { crossEntropy } from './cross-entropy.ts';
export { type DropoutOptions, dropout } from './dropout.ts';
export { flatten } from './flatten.ts';
export { frozenBatchNorm } from './frozen-batch-norm.ts';
export { gelu } from './gelu.ts';
export * from './kernels.ts';
export { type LayerNormOptions, layerNorm } from './layer-norm.ts';
export { type MomentumParameter, type MomentumUpdateOptions, momentumUpdate } from './momentum-update.ts';
export { type RunningStatisticsOptions, runningStatistics, type Statistics } from './running-statistics.ts';
