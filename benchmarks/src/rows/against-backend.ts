import type { Bars } from '../bars.ts';
import type { Contestant } from '../contestant.ts';
import { speed } from '../figures.ts';
import type { Bench } from '../group.ts';
import { type Line, line } from '../line.ts';
import type { NodeBinary } from '../nodes.ts';
import { race } from '../race.ts';
import { medianSeconds } from './programs.ts';

/** What a program measures on any backend. */
interface Measured {
  readonly vectorBits: 128 | 256;
  readonly seconds: readonly number[];
}

/** The same program on two backends of TensorFlow.js. */
export interface AgainstBackend {
  readonly what: string;
  readonly against: string;
  readonly ours: (node: NodeBinary) => Contestant<Measured>;
  readonly theirs: (node: NodeBinary) => Contestant<Measured>;
  readonly bars: Bars;
}

/** A line for each Node, and both backends in it. */
export async function againstBackend(
  { what, against, ours, theirs, bars }: AgainstBackend,
  bench: Bench,
): Promise<Line[]> {
  const results = await race(
    bench.nodes.flatMap((node) => [ours(node), theirs(node)]),
    bench.rounds,
  );
  return bench.nodes.map((node) =>
    line({
      what,
      node,
      against,
      ours: results(ours(node)),
      theirs: results(theirs(node)),
      cost: medianSeconds,
      theirCost: medianSeconds,
      unit: 'time',
      figure: speed,
      bars,
    }),
  );
}
