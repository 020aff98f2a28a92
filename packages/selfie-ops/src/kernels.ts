import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Name of the kernel `{x [..., c], scale [c], shift [c], residual? [..., c]}` → `[y, mean [c], variance [c]]`. */
export const batchNormKernel = 'SelfieBatchNorm';

/** Name of the kernel `{dy, x, y, scale, mean, variance}` → `[dx, dscale, dshift, dresidual?]`. */
export const batchNormGradKernel = 'SelfieBatchNormGrad';

/** Name of the kernel `{x [..., c], mean [c], variance [c], scale [c], shift [c], residual? [..., c]}` → `y`. */
export const frozenBatchNormKernel = 'SelfieFrozenBatchNorm';

/**
 * Name of the kernel `{x [b, h, w, ci], filter [k, k, ci, co], mean [co], variance [co], scale [co], shift [co],
 * residual? [b, oh, ow, co]}` → `y [b, oh, ow, co]`: `SelfieFrozenBatchNorm` of what `SelfieConvolution` gives.
 */
export const convolutionFrozenBatchNormKernel = 'SelfieConvolutionFrozenBatchNorm';

/** Name of the kernel of numbered tensors `[...]` → `[n]`, all their numbers. */
export const flattenKernel = 'SelfieFlatten';

/** Name of the kernel `{mean [c], variance [c], batchMean [c], batchVariance [c]}` → `[mean, variance]`, the next. */
export const runningStatisticsKernel = 'SelfieRunningStatistics';

/** Name of the kernel `{x [b, h, w, ci], filter [k, k, ci, co]}` → `y [b, oh, ow, co]`, padded alike on all sides. */
export const convolutionKernel = 'SelfieConvolution';

/** Name of the kernel `{dy [b, oh, ow, co], filter}` → `dx`. */
export const convolutionInputGradKernel = 'SelfieConvolutionInputGrad';

/** Name of the kernel `{dy, x}` → `dfilter`. */
export const convolutionFilterGradKernel = 'SelfieConvolutionFilterGrad';

/** Name of the kernel `{x [..., d], scale [d], shift [d]}` → `[y, mean [rows], inverseDeviation [rows]]`. */
export const layerNormKernel = 'SelfieLayerNorm';

/** Name of the kernel `{dy, x, scale, mean, inverseDeviation}` → `[dx, dscale, dshift]`. */
export const layerNormGradKernel = 'SelfieLayerNormGrad';

/** Name of the kernel `{x}` → `y`. */
export const geluKernel = 'SelfieGelu';

/** Name of the kernel `{dy, x}` → `dx`. */
export const geluGradKernel = 'SelfieGeluGrad';

/** Name of the kernel `{query, key, value, mask?, keep?}` → `[output [b, tq, d], weights [b, heads, tq, tk]]`. */
export const attentionKernel = 'SelfieAttention';

/** Name of the kernel `{dy, query, key, value, weights, keep?}` → `[dquery, dkey, dvalue]`. */
export const attentionGradKernel = 'SelfieAttentionGrad';

/** Name of the kernel `{x [b, ...]}` → `y`, which is its own gradient's kernel. */
export const dropoutKernel = 'SelfieDropout';

/** Name of the kernel `{logits [r, c], labels [r]}` → `[losses [r], probabilities [r, c]]`. */
export const crossEntropyKernel = 'SelfieCrossEntropy';

/** Name of the kernel `{dy [r], probabilities, labels}` → `dlogits [r, c]`. */
export const crossEntropyGradKernel = 'SelfieCrossEntropyGrad';

/** Name of the kernel that updates a list of parameters: `[weights, gradient, velocity, …]` → `[weights', velocity', …]`; it has no gradient. */
export const momentumUpdateKernel = 'SelfieMomentumUpdate';

/** Name of the kernel `[weights, gradient, firstMoment, secondMoment, steps, …]` → `[weights', firstMoment', secondMoment', steps', …]`; it has no gradient. */
export const adamWUpdateKernel = 'SelfieAdamWUpdate';

/** What follows the normalisation, its scale and shift, and the residual. */
export type Activation = 'none' | 'relu';

/** Inputs of `SelfieBatchNorm`: `y = activation(norm(x) · scale + shift + residual)`, over all axes but the last. */
export type BatchNormInputs<T = TensorInfo> = { x: T; scale: T; shift: T; residual?: T };

/** Inputs of `SelfieBatchNormGrad`; where the activation is a ReLU, `dy` counts only where `y > 0`. */
export type BatchNormGradInputs<T = TensorInfo> = { dy: T; x: T; y: T; scale: T; mean: T; variance: T };

/** Attributes of `SelfieBatchNorm` and `SelfieBatchNormGrad`; `residual` says whether one was added. */
export type BatchNormAttrs = { epsilon: number; activation: Activation; residual: boolean };

/** Inputs of `SelfieFrozenBatchNorm`: those of `SelfieBatchNorm`, and the statistics to normalise by. */
export type FrozenBatchNormInputs<T = TensorInfo> = BatchNormInputs<T> & { mean: T; variance: T };

/** Attributes of `SelfieFrozenBatchNorm`. */
export type FrozenBatchNormAttrs = { epsilon: number; activation: Activation };

/** Inputs of `SelfieFlatten`, numbered. */
export type FlattenInputs<T = TensorInfo> = Record<number, T>;

/** Inputs of `SelfieRunningStatistics`; the batch's variance is biased. */
export type RunningStatisticsInputs<T = TensorInfo> = { mean: T; variance: T; batchMean: T; batchVariance: T };

/** Attributes of `SelfieRunningStatistics`: the share of the old, and what makes the batch's variance unbiased. */
export type RunningStatisticsAttrs = { momentum: number; correction: number };

/** Inputs of `SelfieConvolution`. */
export type ConvolutionInputs<T = TensorInfo> = { x: T; filter: T };

/** A convolution's stride in pixels, and the zeros on each of the four sides. */
export type ConvolutionWindows = { stride: number; padding: number };

/**
 * Attributes of `SelfieConvolution`. Where `moments` is true, `SelfieBatchNorm` comes next, and a backend may gather what
 * that needs of y on its way; it changes no output.
 */
export type ConvolutionAttrs = ConvolutionWindows & { moments: boolean };

/** Inputs of `SelfieConvolutionFrozenBatchNorm`: those of `SelfieConvolution`, and those of `SelfieFrozenBatchNorm` but for its x. */
export type ConvolutionFrozenBatchNormInputs<T = TensorInfo> = ConvolutionInputs<T> &
  Omit<FrozenBatchNormInputs<T>, 'x'>;

/** Attributes of `SelfieConvolutionFrozenBatchNorm`. */
export type ConvolutionFrozenBatchNormAttrs = ConvolutionWindows & FrozenBatchNormAttrs;

/** Inputs of `SelfieConvolutionInputGrad`. */
export type ConvolutionInputGradInputs<T = TensorInfo> = { dy: T; filter: T };

/** Attributes of `SelfieConvolutionInputGrad`; `inputShape` is x's. */
export type ConvolutionInputGradAttrs = ConvolutionWindows & { inputShape: number[] };

/** Inputs of `SelfieConvolutionFilterGrad`. */
export type ConvolutionFilterGradInputs<T = TensorInfo> = { dy: T; x: T };

/** Attributes of `SelfieConvolutionFilterGrad`. */
export type ConvolutionFilterGradAttrs = ConvolutionWindows & { filterShape: number[] };

/** Inputs of `SelfieLayerNorm`: `y = norm(x) · scale + shift`, statistics over the last axis. */
export type LayerNormInputs<T = TensorInfo> = { x: T; scale: T; shift: T };

/** Inputs of `SelfieLayerNormGrad`, which has no attributes. */
export type LayerNormGradInputs<T = TensorInfo> = { dy: T; x: T; scale: T; mean: T; inverseDeviation: T };

/** Attributes of `SelfieLayerNorm`. */
export type LayerNormAttrs = { epsilon: number };

/** Inputs of `SelfieGelu`. */
export type GeluInputs<T = TensorInfo> = { x: T };

/** Inputs of `SelfieGeluGrad`. */
export type GeluGradInputs<T = TensorInfo> = { dy: T; x: T };

/**
 * Inputs of `SelfieAttention`: `query` `[b, tq, d]`, `key` and `value` `[b, tk, d]`; `mask` `[tq, tk]` is added to the
 * scores, `keep` `[b, heads, tq, tk]` multiplies the weights (dropout). The second output is the softmax, before `keep`.
 */
export type AttentionInputs<T = TensorInfo> = { query: T; key: T; value: T; mask?: T; keep?: T };

/** Inputs of `SelfieAttentionGrad`; `weights` is the second output of `SelfieAttention`. */
export type AttentionGradInputs<T = TensorInfo> = { dy: T; query: T; key: T; value: T; weights: T; keep?: T };

/** Attributes of `SelfieAttention` and `SelfieAttentionGrad`; the scores are scaled by `1 / √(d / heads)`. */
export type AttentionAttrs = { heads: number };

/** Inputs of `SelfieDropout`. */
export type DropoutInputs<T = TensorInfo> = { x: T };

/**
 * Attributes of `SelfieDropout`: value j of example i is 0 where the uniform draw j of selfie-random at (seed, stream
 * first + i, site) is below the rate, else multiplied by 1 / (1 − rate).
 */
export type DropoutAttrs = { rate: number; seed: number; first: number; site: string };

/** Inputs of `SelfieCrossEntropy`; labels are int32, in `[0, c)`. */
export type CrossEntropyInputs<T = TensorInfo> = { logits: T; labels: T };

/** Inputs of `SelfieCrossEntropyGrad`; `probabilities` is the second output of `SelfieCrossEntropy`. */
export type CrossEntropyGradInputs<T = TensorInfo> = { dy: T; probabilities: T; labels: T };

/**
 * Inputs of `SelfieMomentumUpdate`, numbered as TensorFlow.js numbers lists: weights, gradient and velocity of a parameter
 * stand at 3i, 3i + 1 and 3i + 2, and have one shape.
 */
export type MomentumUpdateInputs<T = TensorInfo> = Record<number, T>;

/**
 * Attributes of `SelfieMomentumUpdate`, `rates` and `weightDecays` with one number a parameter:
 * `g ← g + decay·w; v ← m·v + g; w ← w − learningRate·rate·(nesterov ? g + m·v : v)`.
 */
export type MomentumUpdateAttrs = {
  learningRate: number;
  momentum: number;
  nesterov: boolean;
  rates: number[];
  weightDecays: number[];
};

/**
 * Inputs of `SelfieAdamWUpdate`, numbered: weights, gradient, first and second moment of a parameter stand at 5i … 5i + 3
 * and have one shape; its steps, at 5i + 4, are a scalar.
 */
export type AdamWUpdateInputs<T = TensorInfo> = Record<number, T>;

/**
 * Attributes of `SelfieAdamWUpdate`, `rates` and `weightDecays` with one number a parameter; η = learningRate · rate:
 * `t ← t + 1; m ← β1·m + (1 − β1)·g; v ← β2·v + (1 − β2)·g²;
 * w ← w·(1 − η·decay) − η/(1 − β1^t)·m / (√v / √(1 − β2^t) + ε)`.
 */
export type AdamWUpdateAttrs = {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  rates: number[];
  weightDecays: number[];
};
