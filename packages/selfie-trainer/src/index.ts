export type * from './interfaces.ts';
export type { ArrayBatch } from './loop/array-batch.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './loop/evaluate.ts';
export { disposePass, forwardBackward, type Pass } from './loop/forward-backward.ts';
export { valueAndGradients } from './loop/gradients.ts';
export { NonFiniteError } from './loop/non-finite-error.ts';
export { type StepReport, type TrainOptions, type TrainResult, train } from './loop/train.ts';
export { fromLayersModel } from './networks/from-layers-model.ts';
export { type HybridClassifierOptions, hybridClassifier } from './networks/hybrid-classifier.ts';
export { classification } from './objectives/classification.ts';
export {
  type PatchSelection,
  type PatchSelectionOptions,
  patchSelection,
  type Selection,
} from './objectives/patch-selection.ts';
export { type SgdOptions, sgd } from './optimizers/sgd.ts';
export { sparedFromDecay } from './optimizers/spared-from-decay.ts';
export { decodeSafetensors } from './safetensors/decode-safetensors.ts';
export { encodeSafetensors } from './safetensors/encode-safetensors.ts';
export type { TensorData, TensorFile, TensorValues } from './safetensors/tensor-data.ts';
export { type WarmupCosineOptions, warmupCosine } from './schedules/warmup-cosine.ts';
export { selectBackend } from './select-backend.ts';
export { type AssignOptions, assignVariables } from './variables/assign-variables.ts';
export { readVariables } from './variables/read-variables.ts';
