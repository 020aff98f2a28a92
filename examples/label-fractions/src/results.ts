import type { LabelFractionResult } from 'selfie-trainer';
import type { PretrainedRates, PretrainingKind } from './plan.ts';

/** A pretraining without its weights. */
export interface PretrainingResult {
  readonly kind: PretrainingKind;
  /** The fraction of hidden patches of the test pictures that are chosen rightly. */
  readonly accuracy: number;
  readonly seconds: number;
  /** How many pictures it saw, without labels. */
  readonly pictures: number;
}

/** All that the report is written from, and what `results.json` holds; accuracies in [0, 1]. */
export interface Results {
  /** The command that does the same again. */
  readonly command: string;
  readonly machine: Readonly<Record<string, string>>;
  /** Steps of each pretraining, and pictures a step. */
  readonly pretraining: { readonly steps: number; readonly batchSize: number };
  readonly pretrainings: readonly PretrainingResult[];
  readonly pretrainedRates: PretrainedRates;
  readonly seeds: number;
  /** Whose labelled pictures settings were chosen by: seeds 1, 2, … */
  readonly tuningSeeds: number;
  readonly testPictures: number;
  readonly rows: readonly LabelFractionResult[];
  /** Time of all training and measuring of the finetuning runs. */
  readonly finetuningSeconds: number;
}
