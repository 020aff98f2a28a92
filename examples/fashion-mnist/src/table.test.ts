import { expect, test } from 'vitest';
import { resultRow } from './results.ts';
import { table } from './table.ts';

test('columns are aligned, differences signed unless they round to zero', () => {
  expect(table([resultRow(100, [70, 74], [70, 77]), resultRow(3000, [80, 80], [79.5, 79.5])])).toBe(
    [
      'labels   supervised   Selfie       Δ      Δ by seed',
      '100      72.0 ± 2.8   73.5 ± 4.9   +1.5   0.0 +3.0',
      '3000     80.0 ± 0.0   79.5 ± 0.0   −0.5   −0.5 −0.5',
    ].join('\n'),
  );
});
