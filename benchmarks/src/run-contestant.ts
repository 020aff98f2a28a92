import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { Contestant } from './contestant.ts';
import { notInstalledCode } from './not-installed.ts';

/** What a failed child leaves behind. */
interface Failure {
  readonly code?: number | string;
  readonly stderr?: string;
}

/**
 * Starts a child process, waits for its end, and gives what it measured; undefined if what it needs is not installed.
 *
 * @throws if it fails in another way, with the last that it said, stack frames aside.
 */
export async function runContestant<T>({ command, args, env }: Contestant<T>): Promise<T | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
    return JSON.parse(stdout.trim().split('\n').at(-1)!);
  } catch (error) {
    const { code, stderr = '' } = error as Failure;
    if (code === 'ENOENT' || code === notInstalledCode) return undefined;
    const lines = stderr.trim().split('\n');
    const said = lines
      .filter((line) => !/^\s+at /.test(line))
      .slice(-8)
      .join('\n');
    throw new Error(`${[command, ...args].map((part) => basename(part)).join(' ')} failed: ${said || error}`);
  }
}
