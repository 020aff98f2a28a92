import { decimal, type Figure, percent, type Report, report, type SelectionPicture, signed } from 'selfie-cli/report';
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
    value: percent(patchSelection.accuracy),
    note: `chance ${percent(patchSelection.chance)}`,
  },
  ...rows.map(({ labels, supervised, selfie, delta }) => ({
    label: `Gain with ${labels} labels`,
    value: `${signed(delta)} points`,
    note: `${decimal(supervised.mean)} → ${decimal(selfie.mean)} % of test pictures`,
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
