import type { Arm, FinetuningProtocol } from './arm.ts';
import { checkExperiment } from './check-experiment.ts';
import type { ExperimentData } from './experiment-data.ts';
import { experimentRuns } from './experiment-run.ts';
import { type MeanAndDeviation, meanAndDeviation } from './mean-and-deviation.ts';
import { type PairedTest, pairedTest } from './paired-test.ts';
import { type RecordStore, type Run, type RunRecord, recordsInMemory, type Setting } from './run-record.ts';
import { best, type Trial, tryOut } from './tune.ts';

/** An experiment over numbers of labels. */
export interface LabelFractionOptions {
  /** What is compared; the first is the baseline, e.g. the same network from random weights. */
  readonly arms: readonly Arm[];
  readonly data: ExperimentData;
  /** Numbers of labelled pictures; a fraction is that share of `data.labels.length`. */
  readonly labels: readonly number[];
  /** The settings that every arm is tuned over, at all numbers of labels or at each; a single one needs no tuning. */
  readonly grid: readonly Setting[] | ((labels: number) => readonly Setting[]);
  /** What all runs have in common. */
  readonly protocol?: FinetuningProtocol;
  /** Keeps finished runs; those that it has are not done again. @default until the program ends */
  readonly store?: RecordStore;
  /** Called after every step and every run. @default nothing */
  readonly onProgress?: (progress: ExperimentProgress) => void;
  /** Stops the experiment after the current step. @default never */
  readonly signal?: AbortSignal;
}

/** How far an experiment is. */
export interface ExperimentProgress {
  readonly run: Run;
  /** The run's steps done, of `run.setting.steps`. */
  readonly step: number;
  /** What the run gave, once it is finished or was found in the store. */
  readonly record?: RunRecord;
  /** Runs finished, this one included where it is. */
  readonly finished: number;
  /** Runs in all. */
  readonly runs: number;
}

/** An arm at one number of labels; accuracies in [0, 1]. */
export interface ArmResult {
  readonly arm: string;
  /** The best of the grid. */
  readonly setting: Setting;
  /** How each setting of the grid did in tuning; empty where there was only one. */
  readonly trials: readonly Trial[];
  /** Accuracies on the test pictures, one a seed. */
  readonly test: MeanAndDeviation;
  /** Accuracies on the pictures that were learned from, one a seed. */
  readonly training: MeanAndDeviation;
  /** Test accuracy against the baseline's, paired by seed; absent for the baseline. */
  readonly gain?: PairedTest;
}

/** All arms at one number of labels, in the order in which they were given. */
export interface LabelFractionResult {
  readonly labels: number;
  readonly arms: readonly ArmResult[];
}

/**
 * Compares classifiers by the paper's protocol (Selfie, section 4): at each number of labels one class-balanced subset is
 * labelled, every arm is tuned on 90 % of it against the other 10 %, then trained on all of it from several seeds with the
 * setting that did best, and measured on the test pictures, once a seed. With `protocol.subsets` 'each', every seed has
 * labelled pictures of its own instead, and the arms are tuned on those of the first `tuningSeeds` seeds.
 *
 * Labelled pictures, batches and whatever else the seed decides are the same for all arms: so arms are compared by their
 * differences seed by seed. The test pictures have no part in tuning. With a store, an experiment that was interrupted goes
 * on with the run that it was at. A record counts only for a run with the same weights to begin with, losses on its first
 * batch, labelled and test pictures, setting, rates and decays of groups, protocol and backend; a change of code that leaves
 * those losses as they are is not seen.
 *
 * @throws if an option is out of its range; the signal's reason once it is aborted, after the current step.
 */
export async function labelFractionExperiment({
  arms,
  data,
  labels,
  grid,
  protocol: { seeds = 5, subsets = 'one', tuningSeeds = 1, heldOut = 0.1, batchSize = 32, warmup = 0.2 } = {},
  store = recordsInMemory(),
  onProgress,
  signal,
}: LabelFractionOptions): Promise<LabelFractionResult[]> {
  const protocol = { seeds, subsets, tuningSeeds, heldOut, batchSize, warmup };
  const settingsAt = typeof grid === 'function' ? grid : () => grid;
  const grids = labels.map(settingsAt);
  checkExperiment({ arms, labels, grids, protocol, pictures: data.labels.length });

  const tuningRuns = (settings: readonly Setting[]) => (settings.length > 1 ? settings.length * tuningSeeds : 0);
  const runs = arms.length * grids.reduce((sum, settings) => sum + tuningRuns(settings) + seeds, 0);
  let finished = 0;
  const doRun = await experimentRuns({ data, protocol, store, signal });

  const resultOf = async (arm: Arm, count: number, settings: readonly Setting[]): Promise<ArmResult> => {
    const runOf = (phase: Run['phase']) => async (setting: Setting, seed: number) => {
      const run: Run = { phase, arm: arm.name, labels: count, setting, seed };
      const record = await doRun(arm, run, (step) => onProgress?.({ run, step, finished, runs }));
      finished++;
      onProgress?.({ run, step: setting.steps, record, finished, runs });
      return record;
    };
    const trials: Trial[] = [];
    if (settings.length > 1) {
      for (const setting of settings) trials.push(await tryOut(setting, tuningSeeds, runOf('tuning')));
    }
    const setting = trials.length > 0 ? best(trials) : settings[0]!;
    const records: RunRecord[] = [];
    for (let seed = 1; seed <= seeds; seed++) records.push(await runOf('final')(setting, seed));
    return {
      arm: arm.name,
      setting,
      trials,
      test: meanAndDeviation(records.map(({ accuracy }) => accuracy)),
      training: meanAndDeviation(records.map(({ trainingAccuracy }) => trainingAccuracy)),
    };
  };

  const results: LabelFractionResult[] = [];
  for (const [i, count] of labels.entries()) {
    const ofArms: ArmResult[] = [];
    for (const arm of arms) ofArms.push(await resultOf(arm, count, grids[i]!));
    results.push({ labels: count, arms: withGains(ofArms) });
  }
  return results;
}

function withGains([baseline, ...others]: ArmResult[]): ArmResult[] {
  const control = baseline!.test.values;
  return [baseline!, ...others.map((result) => ({ ...result, gain: pairedTest(result.test.values, control) }))];
}
