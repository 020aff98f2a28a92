import { writtenFigure } from './figures.ts';
import type { Line } from './line.ts';
import { markdownTable } from './markdown-table.ts';
import { written } from './units.ts';

const head = ['what', 'runtime', 'bits', 'ours', 'against', 'figure', 'rounds', 'bar', 'aim', 'reached'];

/** Lines as a Markdown table. */
export function table(lines: readonly Line[]): string {
  return markdownTable([head, ...lines.map(cells)]);
}

function cells({ what, runtime, vectorBits, against, ours, theirs, unit, figure, figureUnit, bar, reached }: Line) {
  const asFigure = (value: number) => writtenFigure(value, figureUnit);
  return [
    what,
    runtime,
    vectorBits === undefined ? '' : String(vectorBits),
    ours === undefined ? 'not installed' : written(ours, unit),
    theirs === undefined ? against : `${against}: ${written(theirs, unit)}`,
    figure ? asFigure(figure.value) : 'not installed',
    figure ? `${asFigure(figure.low)} – ${asFigure(figure.high)}` : '',
    bar ? asFigure(bar.bar) : '',
    bar ? asFigure(bar.aim) : '',
    reached ?? '',
  ];
}
