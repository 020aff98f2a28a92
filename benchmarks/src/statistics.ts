/** The one in the middle, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** A figure made of two costs, and how far the rounds lie apart. */
export interface Spread {
  /** Of the lowest costs of all rounds: noise only ever adds. */
  readonly value: number;
  /** The smallest and the largest of the rounds. */
  readonly low: number;
  readonly high: number;
}

/** Compares the costs of two, round by round, by a function of both, e.g. their ratio. */
export function compareRounds(
  ours: readonly number[],
  theirs: readonly number[],
  figure: (ours: number, theirs: number) => number,
): Spread {
  const rounds = ours.map((cost, round) => figure(cost, theirs[round]!));
  return {
    value: figure(Math.min(...ours), Math.min(...theirs)),
    low: Math.min(...rounds),
    high: Math.max(...rounds),
  };
}
