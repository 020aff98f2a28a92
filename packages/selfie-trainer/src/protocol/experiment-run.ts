import type { ArrayBatch } from '../loop/array-batch.ts';
import type { Arm, FinetuningProtocol } from './arm.ts';
import { type Batches, type ExperimentData, holdOut, labelledPictures, type Split } from './experiment-data.ts';
import { finetune, measure } from './finetune.ts';
import { fingerprint } from './fingerprint.ts';
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
  const { heldOut: share, batchSize, warmup } = protocol;
  const kept = new Map((await store.read()).map((record) => [recordKey(record), record]));

  return async (arm, run, onStep) => {
    signal?.throwIfAborted();
    const started = performance.now();
    const seed = seedOf(run);
    const labelled = labelledPictures(data, run.labels, run.seed);
    const { learned, heldOut }: Split =
      run.phase === 'tuning' ? holdOut(data, labelled, { share, seed }) : { learned: labelled };
    const batches = data.training({ indices: learned, batchSize, seed });
    const measured = () => (heldOut ? data.evaluation(heldOut) : data.test());
    const classifier = await arm.classifier(seed);
    try {
      const mark = await fingerprint({
        variables: classifier.variables,
        batches: [await batches(0), ...(await firstOf(measured()))],
        options: { batchSize, warmup, seed, pictures: indicesAndClasses(data, { learned, heldOut }) },
      });
      const known = kept.get(recordKey({ ...run, fingerprint: mark }));
      if (known) return known;

      const { setting } = run;
      const { diverged } = await finetune({ classifier, setting, batches, batchSize, warmup, seed, onStep, signal });
      const result = await measure(classifier, measured(), signal);
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

function indicesAndClasses({ labels }: ExperimentData, { learned, heldOut = new Int32Array() }: Split): number[][] {
  return [learned, heldOut].flatMap((indices) => [[...indices], Array.from(indices, (index) => labels[index]!)]);
}

async function firstOf(batches: Batches): Promise<ArrayBatch[]> {
  for await (const batch of batches) return [batch];
  return [];
}
