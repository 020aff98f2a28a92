import { groupSettings } from '../optimizers/parameter-groups.ts';
import type { Arm, FinetuningProtocol } from './arm.ts';
import { type Batches, type ExperimentData, holdOut, labelledPictures, type Split } from './experiment-data.ts';
import { finetune, measure } from './finetune.ts';
import { digestPictures, fingerprint } from './fingerprint.ts';
import { type RecordStore, type Run, type RunRecord, runKey } from './run-record.ts';

/** What runs need of their experiment. */
export interface RunContext {
  readonly data: ExperimentData;
  readonly protocol: Required<FinetuningProtocol>;
  readonly store: RecordStore;
  readonly signal?: AbortSignal;
}

/** Does a run, or finds it on record; `onStep` gets the steps done. */
export type DoRun = (arm: Arm, run: Run, onStep: (done: number) => void) => Promise<RunRecord>;

/** Reads the records that were kept before, and gives the function that does runs. */
export async function experimentRuns({ data, protocol, store, signal }: RunContext): Promise<DoRun> {
  const { subsets, heldOut: share, batchSize, warmup } = protocol;
  const kept = new Map((await store.read()).map((record) => [recordKey(record), record]));
  const digests = new Map<string, Promise<string>>();
  const digestOf = (name: string, pictures: () => Batches): Promise<string> => {
    const digest = digests.get(name) ?? digestPictures(pictures());
    digests.set(name, digest);
    return digest;
  };

  return async (arm, run, onStep) => {
    signal?.throwIfAborted();
    const seed = seedOf(run);
    const drawn = subsets === 'one' ? 1 : run.seed;
    const labelled = labelledPictures(data, run.labels, drawn);
    const { learned, heldOut }: Split =
      run.phase === 'tuning' ? holdOut(data, labelled, { share, seed }) : { learned: labelled };
    const batches = data.training({ indices: learned, batchSize, seed });
    const pictures = [await digestOf(`${run.labels} of seed ${drawn}`, () => data.evaluation(labelled))];
    if (run.phase === 'final') pictures.push(await digestOf('test', () => data.test()));
    const classifier = await arm.classifier(seed);
    try {
      const mark = await fingerprint({
        classifier,
        batch: await batches(0),
        pictures,
        options: {
          ...{ batchSize, warmup, seed, indices: [learned, heldOut ?? []].map((indices) => [...indices]) },
          rates: arm.groups && [...groupSettings(classifier.variables, arm.groups, run.setting.weightDecay)],
        },
      });
      const known = kept.get(recordKey({ ...run, fingerprint: mark }));
      if (known) return known;

      const started = performance.now();
      const { setting } = run;
      const { diverged } = await finetune({
        ...{ classifier, setting, groups: arm.groups },
        ...{ batches, batchSize, warmup, seed, onStep, signal },
      });
      const result = await measure(classifier, heldOut ? data.evaluation(heldOut) : data.test(), signal);
      const { accuracy: trainingAccuracy } = await measure(classifier, data.evaluation(learned), signal);
      const seconds = (performance.now() - started) / 1000;
      const record = { ...run, fingerprint: mark, ...result, trainingAccuracy, diverged, seconds };
      await store.append(record);
      kept.set(recordKey(record), record);
      return record;
    } finally {
      classifier.dispose();
    }
  };
}

/** Tuning draws splits, weights and batches from seeds of its own, so that no final run repeats any of it. */
function seedOf({ phase, seed }: Run): number {
  return phase === 'tuning' ? seed + 2 ** 31 : seed;
}

function recordKey(record: Run & Pick<RunRecord, 'fingerprint'>): string {
  return `${record.fingerprint} ${runKey(record)}`;
}
