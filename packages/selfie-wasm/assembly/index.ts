export { useTile, tileColumns } from './generated/tiles';
export { useScratch, scratchBytes } from './scratch';
export { PANEL_GROUP, packPanels, packedSize } from './pack';
export { matMul, matMulTransposed } from './mat-mul';
export { conv2d } from './conv2d';
export { conv2dInputGradient, packTransposedFilter } from './conv2d-input-gradient';
export { conv2dFilterGradient, filterColumnBlocks, filterUnits } from './conv2d-filter-gradient';
export { HELD_COLUMNS, PLACES_APART, loadInt, winogradConv2d } from './winograd';
export { packWinogradFilter } from './winograd-filter';
export { WINOGRAD_COLUMNS, WINOGRAD_ROWS, mergeWinogradFilterGradient, winogradFilterGradient } from './winograd-filter-gradient';
export { sumPartials } from './sum-partials';
export { add, subtract, multiply, divide, maximum, minimum, squaredDifference, prelu, power, combineInts } from './binary';
export {
  relu, negate, negateInts, absolute, square, squareRoot, inverseSquareRoot, reciprocal, exponential, sigmoid, relu6, logarithm,
  logarithmOfOnePlus, hyperbolicTangent, errorFunction, elu, softplus, sign, floor, ceiling, round, leakyRelu, clip, eluGradient,
  logicalNot, step, biasActivation,
} from './unary';
export {
  batchNormFactor, batchNormApply, batchNormGradSums, batchNormGradMerge, batchNormGradApply,
} from './batch-norm';
export { runningStatistics } from './running-statistics';
export { moments, mergeMoments, MERGED_CHANNELS } from './moments';
export { layerNorm, layerNormGrad } from './layer-norm';
export { gelu, geluGrad } from './gelu';
export { softmax, crossEntropy, crossEntropyGrad } from './softmax';
export { attention, attentionGrad } from './attention';
export { momentumUpdate } from './momentum-update';
export { adamWUpdate } from './adamw-update';
export { sum, maximumOf, argMax, argMin, runsEach } from './reduce';
export { reduceBy } from './reduce-by';
export { cumulativeSum, cumulativeSumOfInts } from './cumulative-sum';
export { segmentSum } from './segments';
export { choose } from './select';
export { copy, copyStretch, fill, gather, oneHot, range } from './copy';
export { BLOCK_ROWS, MOST_ROWS, MOST_TAPS, GATHERED_BYTES, WINDOW_BYTES } from './scratch';
export { CHUNK } from './binary';
export { STATISTIC_ROWS } from './batch-norm';
export { NORM_ROWS } from './layer-norm';
export { SOFTMAX_ROWS } from './softmax';
export { REDUCE_COLUMNS } from './reduce';
export { COPY_ROWS } from './copy';
export { intToFloat, floatToInt, boolToFloat, boolToInt, intToBool, floatToBool } from './cast';
export { compareFloats, compareInts, compareBytes } from './compare';
export { maxPool, maxPoolGrad } from './max-pool';
export { avgPool, avgPoolGrad } from './avg-pool';
export { resize, resizeGrad } from './resize';
export { depthwise, depthwiseInputGradient, depthwiseFilterGradient } from './depthwise';
export { dropout, DROPOUT_VALUES } from './dropout';
