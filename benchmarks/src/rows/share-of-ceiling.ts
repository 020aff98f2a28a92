import type { Bars } from '../bars.ts';
import { share } from '../figures.ts';
import type { Bench } from '../group.ts';
import { type Line, line } from '../line.ts';
import { race } from '../race.ts';
import { onThreads, productsIn } from './programs.ts';

/** A line for each product and Node: what one thread makes of the ceiling of the same moment. */
export async function shareOfCeiling(names: readonly string[], bars: Bars, bench: Bench): Promise<Line[]> {
  const contestants = bench.nodes.map((node) => ({ node, products: productsIn(node, names, bench, onThreads(1)) }));
  const results = await race(
    contestants.map(({ products }) => products),
    bench.rounds,
  );
  return names.flatMap((what) =>
    contestants.map(({ node, products }) =>
      line({
        what: `${what}, one thread`,
        runtime: `Node ${node.version}`,
        against: 'ceiling',
        ours: results(products),
        theirs: results(products),
        cost: (result) => result.products[what]!.cost,
        theirCost: (result) => result.products[what]!.ceiling,
        unit: 'rate',
        figure: share,
        bars,
      }),
    ),
  );
}
