export type { Checkpoint, CheckpointStore } from './checkpoints/checkpoint-store.ts';
export { inProcessCommunicators } from './communication/in-process-communicators.ts';
export type * from './interfaces.ts';
export type { ArrayBatch } from './loop/array-batch.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './loop/evaluate.ts';
export { fastDevRun } from './loop/fast-dev-run.ts';
export { disposePass, forwardBackward, type Pass } from './loop/forward-backward.ts';
export { valueAndGradients } from './loop/gradients.ts';
export type { GradientNorm } from './loop/largest-gradient.ts';
export { limitBatches } from './loop/limit-batches.ts';
export { NonFiniteError } from './loop/non-finite-error.ts';
export { overfitBatches } from './loop/overfit-batches.ts';
export { replay } from './loop/replay.ts';
export type { StepReport } from './loop/step-report.ts';
export { type TrainResult, train } from './loop/train.ts';
export type { CheckpointOptions, GradientOptions, TrainOptions } from './loop/train-options.ts';
export { fromLayersModel } from './networks/from-layers-model.ts';
export { type HybridClassifierOptions, hybridClassifier } from './networks/hybrid-classifier.ts';
export { classification } from './objectives/classification.ts';
export {
  type PatchSelection,
  type PatchSelectionOptions,
  patchSelection,
  type Selection,
} from './objectives/patch-selection.ts';
export { type AdamWOptions, adamW } from './optimizers/adamw.ts';
export { type LarsOptions, lars } from './optimizers/lars.ts';
export { type LayerwiseRatesOptions, layerwiseRates } from './optimizers/layerwise-rates.ts';
export { type MovingAverage, type MovingAverageOptions, movingAverage } from './optimizers/moving-average.ts';
export type { ParameterGroup } from './optimizers/parameter-groups.ts';
export { type SgdOptions, sgd } from './optimizers/sgd.ts';
export { sparedFromDecay } from './optimizers/spared-from-decay.ts';
export { type CollapseSignals, collapseSignals } from './probes/collapse-signals.ts';
export type { Features } from './probes/features.ts';
export { type LinearProbe, type LinearProbeOptions, linearProbe } from './probes/linear-probe.ts';
export type { Vectors } from './probes/moments.ts';
export {
  type NearestNeighboursOptions,
  type NeighbourVotes,
  nearestNeighbours,
} from './probes/nearest-neighbours.ts';
export { type OnlineProbesOptions, onlineProbes } from './probes/online-probes.ts';
export { type PooledFeaturesOptions, pooledFeatures } from './probes/pooled-features.ts';
export {
  type SelectionAccuracy,
  type SelectionAccuracyOptions,
  selectionAccuracyByPosition,
} from './probes/selection-accuracy-by-position.ts';
export type { Arm, FinetuningProtocol } from './protocol/arm.ts';
export type { Batches, ExperimentData } from './protocol/experiment-data.ts';
export {
  type ArmResult,
  type ExperimentProgress,
  type LabelFractionOptions,
  type LabelFractionResult,
  labelFractionExperiment,
} from './protocol/label-fraction-experiment.ts';
export { type MeanAndDeviation, meanAndDeviation } from './protocol/mean-and-deviation.ts';
export { type PairedTest, pairedTest } from './protocol/paired-test.ts';
export { type RecordStore, type Run, type RunRecord, recordsInMemory, type Setting } from './protocol/run-record.ts';
export type { Trial } from './protocol/tune.ts';
export { decodeSafetensors } from './safetensors/decode-safetensors.ts';
export { encodeSafetensors } from './safetensors/encode-safetensors.ts';
export type { TensorData, TensorFile, TensorValues } from './safetensors/tensor-data.ts';
export { constantRate } from './schedules/constant-rate.ts';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosine-decay.ts';
export { type LinearWarmupOptions, linearWarmup } from './schedules/linear-warmup.ts';
export { type OneCycleOptions, oneCycle } from './schedules/one-cycle.ts';
export type { Schedule } from './schedules/schedule.ts';
export { type StepDecayOptions, stepDecay } from './schedules/step-decay.ts';
export { type WarmupCosineOptions, warmupCosine } from './schedules/warmup-cosine.ts';
export { selectBackend } from './select-backend.ts';
export { type AssignOptions, assignVariables } from './variables/assign-variables.ts';
export { freeze } from './variables/freeze.ts';
export { readVariables } from './variables/read-variables.ts';
