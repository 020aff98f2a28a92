import { type Bar, type Bars, reached } from './bars.ts';
import type { Figure } from './figures.ts';
import { compareRounds, type Spread } from './statistics.ts';
import type { Unit } from './units.ts';

/** A line of the table. */
export interface Line {
  readonly what: string;
  /** Version of Node, or name and version of a browser. */
  readonly runtime: string;
  /** Bits of a vector that selfie-wasm made use of; absent if it had no part in it. */
  readonly vectorBits?: 128 | 256;
  /** What was compared with. */
  readonly against: string;
  /** Our lowest cost, and theirs; absent if what they need is not installed. */
  readonly ours?: number;
  readonly theirs?: number;
  readonly unit: Unit;
  readonly figure?: Spread;
  readonly figureUnit: Figure['unit'];
  readonly bar?: Bar;
  readonly reached?: 'aim' | 'bar' | 'below';
}

/** What a line is made of. */
export interface LineOptions<Ours, Theirs> {
  readonly what: string;
  /** Version of Node, or name and version of a browser. */
  readonly runtime: string;
  readonly against: string;
  /** What each round measured. */
  readonly ours: readonly Ours[] | undefined;
  readonly theirs: readonly Theirs[] | undefined;
  /** Cost of a round, the less the better. */
  readonly cost: (result: Ours) => number;
  readonly theirCost: (result: Theirs) => number;
  readonly unit: Unit;
  readonly figure: Figure;
  readonly bars?: Bars;
}

/** Compares what two contestants measured, if what they need is installed. */
export function line<Ours, Theirs>({
  what,
  runtime,
  against,
  ours,
  theirs,
  cost,
  theirCost,
  unit,
  figure,
  bars,
}: LineOptions<Ours, Theirs>): Line {
  const { vectorBits } = (ours?.[0] ?? {}) as { vectorBits?: 128 | 256 };
  const bar = ours && bars?.[vectorBits ?? 128];
  const costs = ours?.map(cost);
  const theirCosts = theirs?.map(theirCost);
  const common = {
    what,
    runtime,
    vectorBits,
    against,
    ours: costs && Math.min(...costs),
    theirs: theirCosts && Math.min(...theirCosts),
    unit,
    figureUnit: figure.unit,
    bar,
  };
  if (!costs || !theirCosts) return common;
  const spread = compareRounds(costs, theirCosts, figure.of);
  return {
    ...common,
    figure: spread,
    reached: bars && bar && reached(spread.value, bar, bars.better),
  };
}
