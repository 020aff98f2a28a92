import { type Bar, type Bars, reached } from './bars.ts';
import type { Figure } from './figures.ts';
import type { NodeBinary } from './nodes.ts';
import { compareRounds, type Spread } from './statistics.ts';
import type { Unit } from './units.ts';

/** A line of the table. */
export interface Line {
  readonly what: string;
  /** Version of Node. */
  readonly node: string;
  /** Bits of a vector that selfie-wasm made use of. */
  readonly vectorBits: 128 | 256;
  /** What was compared with. */
  readonly against: string;
  /** Our lowest cost, and theirs; absent if they are not installed. */
  readonly ours: number;
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
  readonly node: NodeBinary;
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

/** Compares what two contestants measured. @throws if ours did not run. */
export function line<Ours extends { vectorBits: 128 | 256 }, Theirs>({
  what,
  node,
  against,
  ours,
  theirs,
  cost,
  theirCost,
  unit,
  figure,
  bars,
}: LineOptions<Ours, Theirs>): Line {
  if (!ours?.[0]) throw new Error(`${what}: our own program did not run on Node ${node.version}`);
  const { vectorBits } = ours[0];
  const costs = ours.map(cost);
  const bar = bars?.[vectorBits];
  const common = {
    what,
    node: node.version,
    vectorBits,
    against,
    ours: Math.min(...costs),
    unit,
    figureUnit: figure.unit,
    bar,
  };
  if (!theirs) return common;
  const theirCosts = theirs.map(theirCost);
  const spread = compareRounds(costs, theirCosts, figure.of);
  return {
    ...common,
    theirs: Math.min(...theirCosts),
    figure: spread,
    reached: bars && bar && reached(spread.value, bar, bars.better),
  };
}
