import { expect, test } from 'vitest';
import { both } from './bars.ts';
import { need, share, speed } from './figures.ts';
import { line } from './line.ts';
import { table } from './table.ts';

const ours = [{ vectorBits: 256 as const, cost: 0.05 }];
const cost = (result: { cost: number }) => result.cost;
const common = { runtime: 'Node 24.0.0', ours, cost, theirCost: cost };

test('writes costs, figures, bars and what is reached', () => {
  const lines = [
    line({
      ...common,
      what: 'step',
      against: 'A',
      theirs: [{ cost: 0.1 }],
      unit: 'time',
      figure: speed,
      bars: both(1, 3),
    }),
    line({ ...common, what: 'product', against: 'B', theirs: [{ cost: 0.04 }], unit: 'rate', figure: share }),
    line({
      ...common,
      what: 'peak',
      against: 'C',
      theirs: undefined,
      unit: 'memory',
      figure: need,
      bars: both(1, 0.7),
    }),
  ];
  const cells = table(lines)
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()));
  expect(cells[2]!.slice(1, -1)).toEqual([
    'step',
    'Node 24.0.0',
    '256',
    '50.0 ms',
    'A: 100 ms',
    '2.00 ×',
    '2.00 × – 2.00 ×',
    '1.00 ×',
    '3.00 ×',
    'bar',
  ]);
  expect(cells[3]!.slice(4, 8)).toEqual(['20.0 GFLOP/s', 'B: 25.0 GFLOP/s', '80 %', '80 % – 80 %']);
  expect(cells[4]!.slice(5, 11)).toEqual(['C', 'not installed', '', '1.00 ×', '0.70 ×', '']);
});

test('says of our own program, too, that what it needs is not installed', () => {
  const options = { ...common, what: 'step', against: 'A', theirs: ours, unit: 'time', figure: speed } as const;
  const missing = line<(typeof ours)[0], (typeof ours)[0]>({ ...options, runtime: 'Chromium', ours: undefined });
  const cells = table([missing])
    .split('\n')[2]!
    .split('|')
    .map((cell) => cell.trim());
  expect(cells.slice(1, -1)).toEqual([
    'step',
    'Chromium',
    '',
    'not installed',
    'A: 50.0 ms',
    'not installed',
    '',
    '',
    '',
    '',
  ]);
});
