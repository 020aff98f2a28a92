import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a run. */
export interface Outputs {
  readonly weights: string;
  readonly results: string;
  readonly report: string;
}

/** Makes the folder of `--out`. @throws Error if it cannot. */
export function makeOut(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`--out ${folder}: expected a folder that can be written to, found ${(error as Error).message}`);
  }
}

/** Makes the folder, and names the files in it. */
export function outputs(folder: string): Outputs {
  makeOut(folder);
  return {
    weights: join(folder, 'pretrained.safetensors'),
    results: join(folder, 'results.json'),
    report: join(folder, 'report.html'),
  };
}

/** Writes a text file whole or not at all. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}
