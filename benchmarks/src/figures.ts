/** A figure made of our cost and theirs, and how it is written. */
export interface Figure {
  readonly of: (ours: number, theirs: number) => number;
  readonly unit: '×' | '%' | 'ms' | '/s';
}

/** How many times faster we are. */
export const speed: Figure = { of: (ours, theirs) => theirs / ours, unit: '×' };

/** How much of theirs we need. */
export const need: Figure = { of: (ours, theirs) => ours / theirs, unit: '×' };

/** What we make of a ceiling. */
export const share: Figure = { of: (ours, ceiling) => ceiling / ours, unit: '%' };

/** How much of theirs ours is. */
export const part: Figure = { of: (ours, theirs) => ours / theirs, unit: '%' };

/** How many of ours in a second. */
export const rate: Figure = { of: (ours) => 1 / ours, unit: '/s' };

/** Our milliseconds. */
export const milliseconds: Figure = { of: (ours) => ours * 1000, unit: 'ms' };

/** A figure as one reads it. */
export function writtenFigure(value: number, unit: Figure['unit']): string {
  if (unit === '%') return `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;
  if (unit === '/s') return `${value.toFixed(0)} /s`;
  if (unit === 'ms') return `${value.toFixed(0)} ms`;
  return `${value < 100 ? value.toFixed(2) : value.toFixed(0)} ×`;
}
