import { curve } from './curve.ts';
import { html, trusted } from './html.ts';
import { type Neighbourhood, neighbourhood } from './neighbours.ts';
import { decimal, percent } from './numbers.ts';
import { pictureStory, type SelectionPicture } from './picture-story.ts';
import { type ResultRow, resultsTable } from './results-table.ts';
import { slopes } from './slopes.ts';
import { style } from './style.ts';

/** A number worth the reader's first glance. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** All that a report shows, as plain data. */
export interface Report {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly summary: string;
  readonly figures: readonly Figure[];
  /** Accuracy of patch selection as a fraction, of chance too, and pictures with what was chosen. */
  readonly patchSelection: {
    readonly accuracy: number;
    readonly chance: number;
    readonly pictures: readonly SelectionPicture[];
  };
  /** One value a pretraining step; `accuracy` as fractions. */
  readonly pretraining: { readonly loss: readonly number[]; readonly accuracy: readonly number[] };
  /** Accuracies with and without pretraining; absent: nothing is said about them. */
  readonly rows?: readonly ResultRow[];
  /** What the network finds alike; absent: nothing is said about it. */
  readonly neighbours?: readonly Neighbourhood[];
  /** The resolved options, in the order in which they are to be read. */
  readonly options: Readonly<Record<string, string | number>>;
  /** The commands that make this report again. */
  readonly reproduce: string;
}

const figures = (list: readonly Figure[]) => html`
<dl class="figures">${list.map(
  ({ label, value, note }) => html`<div><dt>${label}</dt><dd>${value}<small>${note}</small></dd></div>`,
)}</dl>`;

const results = (rows: readonly ResultRow[]) => html`
<section><h2>With and without pretraining</h2>
<p>Test accuracy in percent, mean ± sample standard deviation over the seeds. Both arms of a seed have the same labels,
batches and fresh weights; Δ is the mean of the differences by seed, in percentage points.</p>
${resultsTable(rows)}<div class="charts">${rows.map(slopes)}</div></section>`;

const alike = (neighbours: readonly Neighbourhood[]) => html`
<section><h2>What it finds alike</h2>
<p>The first picture of each row it had not learned from; after it come those of all others whose features point most nearly
the same way. Below them is the cosine of the angle, 1 for the same direction.</p>
${neighbours.map(neighbourhood)}</section>`;

const pretraining = ({ pretraining: { loss, accuracy }, patchSelection: { chance } }: Report) => html`
<section><h2>Pretraining</h2>
<p>For every hidden place the network chooses, among the hidden patches of the same picture, the one that belongs there.</p>
<div class="charts">
${curve({ caption: 'Loss (cross-entropy of the choice)', values: loss, chance: Math.log(1 / chance), format: decimal, digits: 1 })}
${curve({ caption: 'Patches chosen rightly, on training pictures', values: accuracy, chance, format: percent, digits: 0 })}
</div></section>`;

const selection = ({ patchSelection: { accuracy, chance, pictures } }: Report) => html`
<section><h2>What it chose</h2>
<p>On pictures that it had not learned from, ${percent(accuracy)} of the hidden patches were chosen rightly; chance is ${percent(chance)}.
The right-hand picture shows in every hidden place the patch that was chosen for it, <span class="right">right</span> or <span class="wrong">wrong</span>;
a look-alike, such as another empty patch, counts as wrong.</p>
<div class="stories">${pictures.map(pictureStory)}</div></section>`;

const options = ({ options: resolved, reproduce }: Report) => html`
<section><h2>Options</h2><div class="scroll"><table class="options"><tbody>${Object.entries(resolved).map(
  ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
)}</tbody></table></div></section>
<section><h2>Reproduce</h2><pre><code>${reproduce}</code></pre></section>`;

const hatch = html`
<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="hatch" width="2" height="2" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="2" height="2" style="fill:var(--cover)"/><rect width="0.7" height="2" style="fill:var(--hatch)"/>
</pattern></defs></svg>`;

/** Draws a run as one HTML page that needs nothing else: no script, no font, no request. */
export function report(data: Report): string {
  const { rows, neighbours } = data;
  const sections = [
    rows && results(rows),
    neighbours && alike(neighbours),
    pretraining(data),
    selection(data),
    options(data),
  ].filter((section) => section !== undefined);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${data.title}</title>
<style>${trusted(style)}</style>
</head>
<body>${hatch}<main>
<h1>${data.title}</h1>
<p>${data.summary}</p>
${figures(data.figures)}
${sections}
</main></body>
</html>
`.markup;
}
