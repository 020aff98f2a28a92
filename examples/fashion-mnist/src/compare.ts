import type { ResultRow } from 'selfie-cli/report';
import type { Variables } from 'selfie-trainer';
import { finetune } from './finetune.ts';
import type { Watch } from './fit.ts';
import { labelled, type Pictures } from './pictures.ts';
import { resultRow } from './results.ts';

/** The label subsets of all runs: for each number of labels, one a seed, from seed 1. */
export type Subsets = ReadonlyMap<number, readonly Int32Array[]>;

/** Draws all label subsets; two numbers of labels or two seeds share nothing but by chance. */
export const drawSubsets = (pictures: Pictures, labels: readonly number[], seeds: number): Subsets =>
  new Map(
    labels.map((count) => [count, Array.from({ length: seeds }, (_, i) => labelled(pictures, count, i + 1))] as const),
  );

/** For each number of labels and each seed, finetunes from random and from pretrained weights. */
export async function compare(
  {
    pictures,
    subsets,
    steps,
    pretrained,
  }: { pictures: Pictures; subsets: Subsets; steps: number; pretrained: Variables },
  watch: Watch,
): Promise<{ rows: ResultRow[]; seconds: number }> {
  const rows: ResultRow[] = [];
  let seconds = 0;
  for (const [labels, ofSeeds] of subsets) {
    const supervised: number[] = [];
    const selfie: number[] = [];
    for (const [i, subset] of ofSeeds.entries()) {
      const run = { pictures, labelled: subset, steps, seed: i + 1 };
      const without = await finetune(run, watch);
      const withSelfie = await finetune({ ...run, pretrained }, watch);
      supervised.push(without.accuracy);
      selfie.push(withSelfie.accuracy);
      seconds += without.seconds + withSelfie.seconds;
    }
    rows.push(resultRow(labels, supervised, selfie));
  }
  return { rows, seconds };
}
