import { type Figure, type Report, report, type SelectionPicture } from 'selfie-cli/report';
import type { History } from './pretrain.ts';
import type { Results } from './results.ts';

/** What the report of a run shows besides its results. */
export interface RunReport {
  readonly results: Results;
  readonly history: History;
  readonly pictures: readonly SelectionPicture[];
  readonly options: Report['options'];
  readonly reproduce: string;
}

const duration = (seconds: number) =>
  seconds < 60 ? `${seconds.toFixed(0)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;

const figures = ({ backend, seconds, patchSelection, rows }: Results): Figure[] => [
  {
    label: 'Patches chosen rightly',
    value: `${(100 * patchSelection.accuracy).toFixed(1)} %`,
    note: `chance ${(100 * patchSelection.chance).toFixed(1)} %`,
  },
  ...rows.map(({ labels, supervised, selfie, delta }) => ({
    label: `Gain with ${labels} labels`,
    value: `${delta < 0 ? '−' : '+'}${Math.abs(delta).toFixed(1)} points`,
    note: `${supervised.mean.toFixed(1)} → ${selfie.mean.toFixed(1)} % of test pictures`,
  })),
  { label: 'Training', value: duration(seconds), note: `on ${backend}` },
];

/** Draws the run as one HTML page. */
export const runReport = ({ results, history, pictures, options, reproduce }: RunReport): string =>
  report({
    title: 'Selfie on Fashion-MNIST',
    summary:
      'A small residual network learned from pictures without labels, by choosing which hidden patch belongs where. ' +
      'Then it was finetuned on few labels, beside the same network without pretraining.',
    figures: figures(results),
    patchSelection: { ...results.patchSelection, pictures },
    pretraining: history,
    rows: results.rows,
    options,
    reproduce,
  });
