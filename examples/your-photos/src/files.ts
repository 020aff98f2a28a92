import { join } from 'node:path';
import { makeOut } from 'example-fashion-mnist/src/outputs.ts';

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
  makeOut(folder);
  return {
    folder,
    statistics: join(folder, 'statistics.json'),
    steps: join(folder, 'steps.jsonl'),
    broken: join(folder, 'broken.txt'),
    weights: join(folder, 'weights.safetensors'),
    report: join(folder, 'report.html'),
  };
}
