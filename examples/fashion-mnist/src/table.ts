import { decimal, type ResultRow, type Runs, signed } from 'selfie-cli/report';

const spread = ({ mean, std }: Runs) => `${decimal(mean)} ± ${decimal(std)}`;

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
