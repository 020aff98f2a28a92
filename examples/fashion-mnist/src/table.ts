import type { ResultRow, Runs } from 'selfie-cli/report';

const signed = (points: number) => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;

const spread = ({ mean, std }: Runs) => `${mean.toFixed(1)} ± ${std.toFixed(1)}`;

/** The results as lines of aligned columns: accuracies in percent, differences in points. */
export function table(rows: readonly ResultRow[]): string {
  const cells = [
    ['labels', 'supervised', 'Selfie', 'Δ', 'Δ by seed'],
    ...rows.map(({ labels, supervised, selfie, delta }) => [
      String(labels),
      spread(supervised),
      spread(selfie),
      signed(delta),
      selfie.runs.map((accuracy, seed) => signed(accuracy - supervised.runs[seed]!)).join(' '),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}
