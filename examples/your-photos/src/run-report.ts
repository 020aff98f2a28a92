import { duration } from 'example-label-fractions/src/report/format.ts';
import {
  type Figure,
  type Neighbourhood,
  percent,
  type Report,
  report,
  type SelectionPicture,
} from 'selfie-cli/report';
import type { History } from './history.ts';
import type { Measured } from './measure.ts';

/** What the report of a run shows. */
export interface RunReport {
  readonly measured: Measured;
  readonly history: History;
  readonly pictures: readonly SelectionPicture[];
  readonly neighbours: readonly Neighbourhood[];
  readonly options: Report['options'];
  readonly reproduce: string;
}

const figures = ({ accuracy, chance, collapse, features }: Measured, { seconds, waiting }: History): Figure[] => [
  { label: 'Patches chosen rightly', value: percent(accuracy), note: `chance ${percent(chance)}` },
  {
    label: 'Directions its features use',
    value: collapse.effectiveRank.toFixed(1),
    note: `effective rank, of ${features.size}; 1 would be collapse`,
  },
  {
    label: 'Spread of its features',
    value: collapse.unitDeviation.toFixed(3),
    note: `0 would be collapse, ${(1 / Math.sqrt(features.size)).toFixed(3)} is everywhere alike`,
  },
  { label: 'Training', value: duration(seconds), note: `${percent(waiting)} of it waiting for pictures` },
];

/** Draws the run as one HTML page. */
export const runReport = ({ measured, history, pictures, neighbours, options, reproduce }: RunReport): string =>
  report({
    title: 'Selfie on your photos',
    summary:
      'A small residual network learned from a folder of pictures without labels, by choosing which hidden patch belongs ' +
      'where. What it can do is shown on pictures that were held out.',
    figures: figures(measured, history),
    patchSelection: { ...measured, pictures },
    pretraining: history,
    neighbours,
    options,
    reproduce,
  });
