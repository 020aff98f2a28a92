import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { groups } from './groups.ts';
import type { Line } from './line.ts';
import { allNodes, thisNode } from './nodes.ts';
import { parseOptions } from './options.ts';
import { table } from './table.ts';

/** Measures group by group, and prints the table at the end. */
async function main(): Promise<void> {
  const names = groups.map(({ name }) => name);
  const { json, nodes: all, only, rounds, quick } = parseOptions(process.argv.slice(2), names);
  const { nodes, missing } = all ? await allNodes() : { nodes: [thisNode], missing: [] };
  const machine = { processor: os.cpus()[0]?.model ?? process.arch, cores: os.availableParallelism() };
  console.log(`${machine.processor}, ${machine.cores} cores`);
  for (const name of missing) console.log(`${name}: not installed`);

  const lines: Line[] = [];
  for (const { name, measure } of groups.filter(({ name }) => only.includes(name))) {
    console.error(`${name} …`);
    try {
      lines.push(...(await measure({ nodes, rounds, quick })));
    } catch (error) {
      fail(error); // the others' figures are worth having
    }
  }
  console.log(`\n${table(lines)}`);
  if (quick) console.log('\nMeasured quickly: the figures mean nothing.');
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, rounds, quick, lines }, null, 2)}\n`);
}

function fail(error: unknown): void {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

await main().catch(fail);
