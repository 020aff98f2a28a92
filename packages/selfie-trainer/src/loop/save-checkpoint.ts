import type { Variables } from '../interfaces.ts';
import { readVariables } from '../variables/read-variables.ts';
import { type Progress, progressWords } from './progress.ts';
import type { RunSettings } from './run-settings.ts';
import type { StepReport } from './step-report.ts';
import type { CheckpointOptions } from './train-options.ts';

/** A run between two steps. */
export interface RunMoment {
  readonly state: Variables;
  readonly settings: RunSettings;
  readonly progress: Progress;
  /** The last step's. */
  readonly report: StepReport;
  /** Whether it is the time to judge the run, if that is wanted. */
  readonly judge: boolean;
  /** Whether the run is to stop here; `signal` may say so while it is being judged. */
  readonly stopped: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Saves the run as it stands, with its score where it is to be judged.
 *
 * Neither a stop nor an error waits for the score: where one comes before it, the checkpoint is saved without it first.
 *
 * @throws what `score` throws; a sentence if the checkpoint cannot be saved, unless that is only to warn.
 */
export async function saveCheckpoint(
  { store, score, onFailure = 'stop' }: CheckpointOptions,
  { state, settings, progress, report, judge, stopped, signal }: RunMoment,
): Promise<void> {
  const { step } = progress;
  const tensors = await readVariables(state); // before the score, which may use withAverages
  const metadata = { ...settings, ...progressWords(progress) };
  if (!score || !judge) return save();

  if (stopped) await save();
  const scoring = (async () => score(report))();
  if (!stopped && (await comesBefore(scoring, signal))) await save();
  let judged: number;
  try {
    judged = await scoring;
  } catch (error) {
    await save();
    throw error;
  }
  await save(judged);

  async function save(judged = Number.NaN): Promise<void> {
    try {
      await store.save({ step, tensors, metadata, ...(Number.isFinite(judged) && { score: judged }) });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const sentence = `the checkpoint of step ${step} could not be saved, the one before it is intact: ${reason}`;
      if (onFailure === 'stop') {
        throw new Error(`${sentence}; run again to go on from there, or set checkpoints.onFailure to 'continue'`, {
          cause,
        });
      }
      console.warn(`${sentence}; training goes on`);
    }
  }
}

/** Waits for the score, but no longer than until the signal comes; whether it has come. */
async function comesBefore(scoring: Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return true; // then its event does not come again
  const over = new AbortController();
  const stop = new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { signal: over.signal });
  });
  await Promise.race([scoring.catch(() => {}), stop]);
  over.abort();
  return signal?.aborted ?? false;
}
