import { speed } from '../figures.ts';
import type { Group } from '../group.ts';
import { line } from '../line.ts';
import { race } from '../race.ts';
import { onThreads, productsIn } from './programs.ts';

/** What wide vectors and a second thread add to the ceiling: to know what can be asked of this machine. */
export const ceiling: Group = {
  name: 'ceiling',
  async measure(bench) {
    const contestants = bench.nodes.map((node) => ({
      node,
      widest: productsIn(node, [], bench, onThreads(1)),
      narrow: productsIn(node, [], bench, { ...onThreads(1), SELFIE_WASM_REVECTORIZE: '0' }),
      together: productsIn(node, [], bench, onThreads(2)),
    }));
    const results = await race(
      contestants.flatMap(({ widest, narrow, together }) => [widest, narrow, together]),
      bench.rounds,
    );
    return contestants.flatMap(({ node, widest, narrow, together }) => {
      const common = {
        runtime: `Node ${node.version}`,
        theirCost: (of: { ceiling: number }) => of.ceiling,
        unit: 'rate',
        figure: speed,
      } as const;
      return [
        line({
          ...common,
          what: 'ceiling, one thread',
          against: '128 bits',
          ours: results(widest),
          theirs: results(narrow),
          cost: (result) => result.ceiling,
        }),
        line({
          ...common,
          what: 'ceiling, two threads',
          against: 'one thread',
          ours: results(together),
          theirs: results(widest),
          cost: (result) => result.ceilingTogether,
        }),
      ];
    });
  },
};
