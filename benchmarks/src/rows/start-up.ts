import { both } from '../bars.ts';
import { milliseconds } from '../figures.ts';
import type { Group } from '../group.ts';
import { line } from '../line.ts';
import { race } from '../race.ts';
import { startUpIn } from './programs.ts';

/** Import, compile, threads and choice of microkernel, beside the import of TensorFlow.js, which comes before. */
export const startUp: Group = {
  name: 'start-up',
  async measure(bench) {
    const results = await race(bench.nodes.map(startUpIn), bench.quick ? 1 : 3 * bench.rounds);
    return bench.nodes.map((node) =>
      line({
        what: 'start-up, two threads',
        runtime: `Node ${node.version}`,
        against: 'import of tfjs-core',
        ours: results(startUpIn(node)),
        theirs: results(startUpIn(node)),
        cost: (result) => result.selfieWasm,
        theirCost: (result) => result.tensorFlow,
        unit: 'time',
        figure: milliseconds,
        bars: both(150, 60, 'less'),
      }),
    );
  },
};
