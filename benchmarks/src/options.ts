import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** Where the lines are written as JSON. @default nowhere */
  readonly json?: string;
  /** Whether to measure on other versions of Node, too. @default false */
  readonly nodes: boolean;
  /** Names of the groups to measure. @default all */
  readonly only: readonly string[];
  /** How often each contestant runs. @default 3 */
  readonly rounds: number;
  /** One round of one step, to see that everything runs. @default false */
  readonly quick: boolean;
}

/** Reads the command line; names may follow `--only` in a row. @throws a sentence if there is no such option or group. */
export function parseOptions(args: readonly string[], groups: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      nodes: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { json, nodes, quick } = values;
  const only = [...(values.only ?? []), ...positionals];
  const unknown = only.find((name) => !groups.includes(name));
  if (unknown !== undefined) throw new Error(`--only: there is no ${unknown}; choose among ${groups.join(', ')}`);
  if (positionals.length > 0 && values.only === undefined) {
    throw new Error(`expected options only, got ${positionals[0]}; did you mean --only ${positionals.join(' ')}?`);
  }
  if (!/^[1-9]\d*$/.test(values.rounds)) {
    throw new Error(`--rounds: expected a whole number from 1 on, got ${values.rounds}`);
  }
  return { json, nodes, quick, only: only.length > 0 ? only : groups, rounds: quick ? 1 : Number(values.rounds) };
}
