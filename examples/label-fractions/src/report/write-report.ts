import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from 'example-fashion-mnist/src/outputs.ts';
import type { Results } from '../results.ts';
import { markdown } from './markdown.ts';
import { accuracyPlot, gainPlot } from './plots.ts';

/** Writes report, charts and results as they lie in `docs/results`, and gives the report's path. */
export function writeReport(folder: string, results: Results): string {
  const beside = join(folder, 'fashion-mnist');
  mkdirSync(beside, { recursive: true });
  writeWhole(join(beside, 'accuracy.svg'), accuracyPlot(results));
  writeWhole(join(beside, 'gain.svg'), gainPlot(results));
  writeWhole(join(beside, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  const report = join(folder, 'fashion-mnist.md');
  writeWhole(report, markdown(results));
  return report;
}
