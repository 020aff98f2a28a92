import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a run, beside its checkpoints. */
export interface Files {
  readonly folder: string;
  readonly statistics: string;
  readonly steps: string;
  readonly broken: string;
  readonly weights: string;
  readonly report: string;
}

/** Makes the folder, and names the files in it. */
export function filesIn(folder: string): Files {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`--out ${folder}: expected a folder that can be written to, found ${(error as Error).message}`);
  }
  return {
    folder,
    statistics: join(folder, 'statistics.json'),
    steps: join(folder, 'steps.jsonl'),
    broken: join(folder, 'broken.txt'),
    weights: join(folder, 'weights.safetensors'),
    report: join(folder, 'report.html'),
  };
}
