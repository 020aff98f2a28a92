export type { Html } from './report/html.ts';
export type { Neighbourhood, Thumbnail } from './report/neighbours.ts';
export { decimal, percent, signed } from './report/numbers.ts';
export type { SelectionPicture } from './report/picture-story.ts';
export { type Figure, type Report, report } from './report/report.ts';
export type { ResultRow, Runs } from './report/results-table.ts';
