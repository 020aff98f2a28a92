import type { RunRecord, Setting } from './run-record.ts';

/** How a setting did on the pictures held out; means over the tuning runs. */
export interface Trial {
  readonly setting: Setting;
  readonly accuracy: number;
  /** Infinite if it was no number in some run, or the run diverged. */
  readonly loss: number;
}

/** Tries a setting on the labelled pictures of seeds 1 to `seeds`, one after the other. */
export async function tryOut(
  setting: Setting,
  seeds: number,
  runOf: (setting: Setting, seed: number) => Promise<RunRecord>,
): Promise<Trial> {
  const records: RunRecord[] = [];
  for (let seed = 1; seed <= seeds; seed++) records.push(await runOf(setting, seed));
  const mean = (value: (record: RunRecord) => number) =>
    records.reduce((sum, record) => sum + value(record), 0) / seeds;
  return {
    setting,
    accuracy: mean(({ accuracy }) => accuracy),
    loss: mean(({ loss, diverged }) => (diverged || loss === null ? Number.POSITIVE_INFINITY : loss)),
  };
}

/**
 * The setting with the best accuracy; of equal ones, as few pictures held out give them often, that with the lowest loss,
 * and of equal ones the first. One that diverged is chosen only where all did.
 */
export function best(trials: readonly Trial[]): Setting {
  const [first, ...others] = trials;
  if (!first) throw new Error('nothing to choose from: expected at least one setting, got none');
  return others.reduce((winner, trial) => (better(trial, winner) ? trial : winner), first).setting;
}

function better(a: Trial, b: Trial): boolean {
  if (Number.isFinite(a.loss) !== Number.isFinite(b.loss)) return Number.isFinite(a.loss);
  if (Math.abs(a.accuracy - b.accuracy) > 1e-9) return a.accuracy > b.accuracy; // sums of tenths differ by rounding
  return a.loss < b.loss;
}
