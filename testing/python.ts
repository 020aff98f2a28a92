import { spawnSync } from 'node:child_process';

const command = process.env.SELFIE_PYTHON ?? 'python3';

/** A Python that has these modules: that at `SELFIE_PYTHON`, or `python3`; undefined, and said so, if it has not. */
export function pythonWith(...modules: string[]): string | undefined {
  if (spawnSync(command, ['-c', `import ${modules.join(', ')}`]).status === 0) return command;
  console.log(`Tests are skipped: no Python with ${modules.join(' and ')} at SELFIE_PYTHON or python3.`);
  return undefined;
}
