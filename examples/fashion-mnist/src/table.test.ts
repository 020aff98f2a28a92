import { expect, test } from 'vitest';
import { resultRow } from './results.ts';
import { table } from './table.ts';

test('columns are aligned, differences signed', () => {
  expect(table([resultRow(100, [70, 74], [71, 77]), resultRow(3000, [80, 80], [79.5, 79.5])])).toBe(
    [
      'labels   supervised   Selfie       Δ      Δ by seed',
      '100      72.0 ± 2.8   74.0 ± 4.2   +2.0   +1.0 +3.0',
      '3000     80.0 ± 0.0   79.5 ± 0.0   −0.5   −0.5 −0.5',
    ].join('\n'),
  );
});
