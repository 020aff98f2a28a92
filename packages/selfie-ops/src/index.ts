export { type AttentionOptions, attention } from './attention.ts';
export { type BatchNormOptions, batchNorm } from './batch-norm.ts';
export { type ConvolutionOptions, convolution } from './convolution.ts';
export { crossEntropy } from './cross-entropy.ts';
export { gelu } from './gelu.ts';
export * from './kernels.ts';
export { type LayerNormOptions, layerNorm } from './layer-norm.ts';
export { momentumUpdate } from './momentum-update.ts';
