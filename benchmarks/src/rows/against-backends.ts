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

/** The same program on several backends of TensorFlow.js. */
export interface AgainstBackends {
  readonly what: string;
  readonly ours: (node: NodeBinary) => Contestant<Measured>;
  readonly rivals: readonly Rival[];
}

/** What ours is compared with. */
export interface Rival {
  readonly against: string;
  readonly theirs: (node: NodeBinary) => Contestant<Measured>;
  readonly bars: Bars;
}

/** A line for each rival and Node, and all backends in it. */
export async function againstBackends({ what, ours, rivals }: AgainstBackends, bench: Bench): Promise<Line[]> {
  const results = await race(
    bench.nodes.flatMap((node) => [ours(node), ...rivals.map(({ theirs }) => theirs(node))]),
    bench.rounds,
  );
  return rivals.flatMap(({ against, theirs, bars }) =>
    bench.nodes.map((node) =>
      line({
        what,
        runtime: `Node ${node.version}`,
        against,
        ours: results(ours(node)),
        theirs: results(theirs(node)),
        cost: medianSeconds,
        theirCost: medianSeconds,
        unit: 'time',
        figure: speed,
        bars,
      }),
    ),
  );
}
