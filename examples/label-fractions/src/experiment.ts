import type { Pictures } from 'example-fashion-mnist/src/pictures.ts';
import { type Arm, type LabelFractionOptions, type LabelFractionResult, labelFractionExperiment } from 'selfie-trainer';
import { names } from './arms.ts';
import { experimentData } from './data.ts';
import type { Comparison, Plan } from './plan.ts';

/** What came of all finetuning runs. */
export interface Finetuned {
  readonly rows: readonly LabelFractionResult[];
  /** Time of all runs, measuring included. */
  readonly seconds: number;
}

/** Makes the plan's comparisons, and tells how far all of them together are. */
export async function experiment(
  arms: readonly Arm[],
  pictures: Pictures,
  { comparisons, protocol, testPictures }: Plan,
  { store, signal, onProgress }: Pick<LabelFractionOptions, 'store' | 'signal' | 'onProgress'>,
): Promise<Finetuned> {
  const data = experimentData(pictures, testPictures);
  const armsOf = ({ arms: which }: Comparison) => (which === 'all' ? arms : arms.filter(({ name }) => isMain(name)));
  const runs = comparisons.reduce((sum, comparison) => {
    return sum + armsOf(comparison).length * (comparison.grid.length * protocol.tuningSeeds + protocol.seeds);
  }, 0);

  const rows: LabelFractionResult[] = [];
  let finished = 0;
  let seconds = 0;
  for (const comparison of comparisons) {
    const { labels, grid } = comparison;
    const results = await labelFractionExperiment({
      ...{ arms: armsOf(comparison), data, labels: [labels], grid, store, signal },
      protocol,
      onProgress(progress) {
        if (progress.record) {
          finished++;
          seconds += progress.record.seconds;
        }
        onProgress?.({ ...progress, finished, runs });
      },
    });
    rows.push(...results);
  }
  return { rows, seconds };
}

const isMain = (name: string): boolean => name === names.supervised || name === names.selfie;
