import type { Checkpoint } from '../checkpoints/checkpoint-store.ts';

/** How far a run is, beside its tensors. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  /** The last steps, if they were skipped. */
  readonly skippedInARow: number;
  /** Loss of the last step that was taken; absent where there was none. */
  readonly lastGoodLoss?: number;
  /** Where the data go on, if the step alone does not tell. */
  readonly next?: unknown;
}

/** Of a run that has not begun. */
export const noProgress: Progress = { step: 0, skippedInARow: 0 };

/** What a checkpoint's metadata say of it, beside the step. */
export function progressWords({ skippedInARow, lastGoodLoss, next }: Progress): Record<string, string> {
  return {
    skippedInARow: String(skippedInARow),
    ...(lastGoodLoss !== undefined && { lastGoodLoss: String(lastGoodLoss) }),
    ...(next !== undefined && { next: JSON.stringify(next) }),
  };
}

/** The progress that a checkpoint has. */
export function progressOf({ step, metadata: { skippedInARow = '0', lastGoodLoss, next } }: Checkpoint): Progress {
  return {
    step,
    skippedInARow: Number(skippedInARow),
    ...(lastGoodLoss !== undefined && { lastGoodLoss: Number(lastGoodLoss) }),
    ...(next !== undefined && { next: JSON.parse(next) }),
  };
}
