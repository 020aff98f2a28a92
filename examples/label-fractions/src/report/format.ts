import { decimal, signed } from 'selfie-cli/report';
import type { MeanAndDeviation, PairedTest } from 'selfie-trainer';

/** A fraction in percent: 0.7154 is `71.5`. */
export const percent = (fraction: number): string => decimal(100 * fraction);

/** A difference of fractions in percentage points, with its sign: −0.012 is `−1.2`. */
export const points = (difference: number): string => signed(100 * difference);

/** Mean ± sample standard deviation, in percent. */
export const spread = ({ mean, deviation }: MeanAndDeviation): string => `${percent(mean)} ± ${percent(deviation)}`;

/** Mean difference ± its standard error, in points. */
export const gain = ({ differences, standardError }: PairedTest): string =>
  `${points(differences.mean)} ± ${percent(standardError)}`;

/** The interval's ends, in points. */
export const interval = ({ interval: [low, high] }: PairedTest): string => `${points(low)} … ${points(high)}`;

/** A p value with two digits, or below what limit it is. */
export const pValue = ({ p }: PairedTest): string => (p < 1e-4 ? '< 0.0001' : p.toPrecision(2));

/** Whole minutes and seconds. */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/** A number with its thousands apart: `10,000`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A table in Markdown: words in the first columns stand to the left, numbers in the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], words = 1): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i < words ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
