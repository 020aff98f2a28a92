import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a run's process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All that it wrote. */
  readonly output: string;
}

/** A run in a process of its own. */
export interface KillableRun {
  readonly child: ChildProcess;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>;
  /** Resolves after so many more lines, or at the end. */
  lines(count: number): Promise<void>;
}

const program = fileURLToPath(new URL('killed-run.ts', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts `killed-run.ts` in this folder; `limit` is how many KiB a file may have. */
export function startKilledRun(
  folder: string,
  steps: number,
  { limit = 'unlimited', onFailure = 'stop' } = {},
): KillableRun {
  const node = [process.execPath, '--conditions=selfie-source', '--import', 'tsx', program];
  const command = [...node, folder, `${steps}`, onFailure];
  const child = spawn('bash', ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, ...command], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
  const count = () => output.split('\n').length - 1;
  return {
    child,
    ended,
    async lines(more) {
      const wanted = count() + more;
      await new Promise<void>((resolve) => {
        const look = () => count() >= wanted && resolve();
        child.stdout.on('data', look);
        child.on('close', () => resolve());
        look();
      });
    },
  };
}
