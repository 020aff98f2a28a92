import type { ResultRow, Runs } from 'selfie-cli/report';

/** What `results.json` holds; accuracies of rows in percent, of patch selection as fractions. */
export interface Results {
  readonly backend: string;
  /** Time spent in training, without evaluation. */
  readonly seconds: number;
  readonly patchSelection: { readonly accuracy: number; readonly chance: number };
  readonly rows: readonly ResultRow[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean and sample standard deviation, the latter 0 for a single run. */
export function summarise(runs: readonly number[]): Runs {
  const middle = mean(runs);
  const squares = runs.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { mean: middle, std: Math.sqrt(squares / Math.max(1, runs.length - 1)), runs };
}

/** One row of the table; both lists have one accuracy in percent a seed, in the same order. */
export const resultRow = (labels: number, supervised: readonly number[], selfie: readonly number[]): ResultRow => ({
  labels,
  supervised: summarise(supervised),
  selfie: summarise(selfie),
  delta: mean(selfie.map((accuracy, seed) => accuracy - supervised[seed]!)),
});
