import { both } from '../bars.ts';
import type { ProductsResult } from '../children/products.ts';
import { speed } from '../figures.ts';
import type { Group } from '../group.ts';
import { line } from '../line.ts';
import { convolutionShapes, directions, matMulName, productName } from '../product-shapes.ts';
import { race } from '../race.ts';
import { onThreads, productsIn } from './programs.ts';

/** What is compared: a matrix product, and for each direction all convolutions together. */
const sums = [
  { what: matMulName, names: [matMulName] },
  ...directions.map((direction) => ({
    what: `convolutions, ${direction}`,
    names: convolutionShapes.map(({ name }) => productName(name, direction)),
  })),
];

/** Seconds of 10⁹ floating-point operations, over all of them. */
function mean({ products }: ProductsResult, names: readonly string[]): number {
  const chosen = names.map((name) => products[name]!);
  const seconds = chosen.reduce((sum, { cost, operations }) => sum + cost * operations, 0);
  return seconds / chosen.reduce((sum, { operations }) => sum + operations, 0);
}

/** Two threads against one. */
export const threads: Group = {
  name: 'threads',
  async measure(bench) {
    const names = sums.flatMap((sum) => sum.names);
    const contestants = bench.nodes.map((node) => ({
      node,
      two: productsIn(node, names, bench, onThreads(2)),
      one: productsIn(node, names, bench, onThreads(1)),
    }));
    const results = await race(
      contestants.flatMap(({ two, one }) => [two, one]),
      bench.rounds,
    );
    return sums.flatMap(({ what, names }) =>
      contestants.map(({ node, two, one }) =>
        line({
          what: `${what}, two threads`,
          runtime: `Node ${node.version}`,
          against: 'one thread',
          ours: results(two),
          theirs: results(one),
          cost: (result) => mean(result, names),
          theirCost: (result) => mean(result, names),
          unit: 'rate',
          figure: speed,
          bars: both(1.8, 1.95),
        }),
      ),
    );
  },
};
