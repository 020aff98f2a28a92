import { type Html, html } from './html.ts';
import { decimal, signed } from './numbers.ts';

/** Test accuracies in percent, one a seed, with their mean and sample standard deviation. */
export interface Runs {
  readonly mean: number;
  readonly std: number;
  readonly runs: readonly number[];
}

/** The two arms at one number of labels; `delta` is the mean of the differences by seed, in percentage points. */
export interface ResultRow {
  readonly labels: number;
  readonly supervised: Runs;
  readonly selfie: Runs;
  readonly delta: number;
}

const cell = ({ mean, std }: Runs) => html`<td>${decimal(mean)} <span class="spread">± ${decimal(std)}</span></td>`;

/** Lists the accuracies with and without pretraining, and their difference, for every number of labels. */
export const resultsTable = (rows: readonly ResultRow[]): Html => html`
<div class="scroll"><table class="results">
<thead><tr><th>labels</th><th>supervised</th><th>Selfie</th><th>Δ</th><th>Δ by seed</th></tr></thead>
<tbody>${rows.map(
  ({ labels, supervised, selfie, delta }) => html`
<tr><th scope="row">${labels}</th>${cell(supervised)}${cell(selfie)}<td><strong>${signed(delta)}</strong></td>
<td class="seeds">${selfie.runs.map((accuracy, seed) => html`<span>${signed(accuracy - supervised.runs[seed]!)}</span> `)}</td></tr>`,
)}</tbody></table></div>`;
