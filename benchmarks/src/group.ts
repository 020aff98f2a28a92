import type { Line } from './line.ts';
import type { NodeBinary } from './nodes.ts';

/** What a group is measured with. */
export interface Bench {
  readonly nodes: readonly NodeBinary[];
  /** How often each contestant runs. */
  readonly rounds: number;
  /** Does as little as possible: to see that everything runs, not for its figures. */
  readonly quick: boolean;
}

/** Lines of the table that are measured together. */
export interface Group {
  /** What `--only` selects it by. */
  readonly name: string;
  measure(bench: Bench): Promise<Line[]>;
}
