import { checkCount } from '../check-count.ts';
import type { Patches, PatchNetwork } from '../interfaces.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import type { StepReport } from '../loop/step-report.ts';
import type { PatchSelection } from '../objectives/patch-selection.ts';
import { collapseSignals } from './collapse-signals.ts';
import { linearProbe } from './linear-probe.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { pooledFeatures } from './pooled-features.ts';
import { selectionAccuracyByPosition } from './selection-accuracy-by-position.ts';

const known = ['knn', 'linear', 'collapse'] as const;

/** Which probe, how often, on what. */
export interface OnlineProbesOptions {
  /** After each so many steps of the run. */
  readonly every: number;
  readonly patches: Patches;
  readonly patchNetwork: PatchNetwork;
  /** Labelled pictures that the probes learn from, as in evaluation: an iterable that can be gone through again. */
  readonly train: Iterable<ArrayBatch>;
  /** Other labelled pictures, on which they are measured. */
  readonly test: Iterable<ArrayBatch>;
  /**
   * Which: `knn` (`nearestNeighbours`), `linear` (`linearProbe`), `collapse` (of train's features).
   *
   * @default all three
   */
  readonly probes?: readonly (typeof known)[number][];
  /** Whose accuracy of patch selection is measured, too, on test, for all positions and each. @default none */
  readonly objective?: Pick<PatchSelection, 'select'>;
  /** Gets the report of every step with the values of that step's probes, `{}` where there were none: `stepLog(…)`. */
  readonly onStep: (report: StepReport, values: Readonly<Record<string, number>>) => void | Promise<void>;
}

/**
 * Makes an `onStep` of `train` that measures what was learned, after each `every` steps, and hands the numbers on.
 *
 * Their names: `probe/knn` and `probe/linear` (accuracies), `probe/linear/converged` (1 or 0), `probe/deviation`, `probe/unitDeviation` and
 * `probe/effectiveRank`, and of the objective `probe/selection` and `probe/selection/<position>`. Nothing of the run
 * changes: no variable, no running statistic, no draw.
 *
 * Costs a forward pass of the patch network over train and test (one more, of all parts, over test with an objective),
 * about a third of a training step a picture, and what the probes say: with 2,000 + 1,000 pictures, 64 features and 10
 * classes a second or less beside the passes.
 *
 * @throws if `every` is no whole number above 0, a probe is unknown, or train or test can be gone through but once.
 */
export function onlineProbes({
  every,
  patches,
  patchNetwork,
  train,
  test,
  probes = known,
  objective,
  onStep,
}: OnlineProbesOptions): (report: StepReport) => Promise<void> {
  checkCount('every', every);
  const unknown = probes.find((probe) => !known.includes(probe));
  if (unknown !== undefined) throw new Error(`probes are of ${known.join(', ')}: got ${unknown}`);
  for (const [name, pictures] of Object.entries({ train, test })) {
    if ((pictures[Symbol.iterator]() as unknown) === pictures) {
      throw new Error(
        `${name} is gone through again and again: got a generator; give an array, or what makes one anew`,
      );
    }
  }

  const measured = async (): Promise<Record<string, number>> => {
    const values: Record<string, number> = {};
    if (probes.length > 0) {
      const features = {
        train: await pooledFeatures({ patches, patchNetwork, batches: train }),
        test: await pooledFeatures({ patches, patchNetwork, batches: test }),
      };
      if (probes.includes('knn')) values.knn = (await nearestNeighbours(features)).accuracy;
      if (probes.includes('linear')) {
        const { accuracy, converged } = await linearProbe(features);
        values.linear = accuracy;
        values['linear/converged'] = Number(converged);
      }
      if (probes.includes('collapse')) Object.assign(values, collapseSignals(features.train));
    }
    if (objective) {
      const { overall, accuracy } = await selectionAccuracyByPosition({
        objective,
        count: patches.count,
        batches: test,
      });
      values.selection = overall;
      for (const [position, value] of accuracy.entries()) values[`selection/${position}`] = value;
    }
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [`probe/${name}`, value]));
  };

  return async (report) => {
    const due = (report.step + 1) % every === 0;
    await onStep(report, due ? await measured() : {});
  };
}
