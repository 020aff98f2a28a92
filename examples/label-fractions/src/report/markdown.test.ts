import { expect, test } from 'vitest';
import { markdown } from './markdown.ts';
import { someResults } from './results.testing.ts';

const page = markdown(someResults);
const section = (heading: string) => page.split('\n## ').find((text) => text.startsWith(heading))!;

test('begins with what came of it, the command, the machine and the time', () => {
  expect(page).toContain('+1.5 ± 0.5 points at 100 labels, +0.5 ± 0.5 points at 3,000 labels.');
  expect(page).toContain('```\nnpm run experiment\n```');
  expect(page).toContain('| processor | an old one |');
  expect(page).toContain('| time | 61 min 40 s: 10 min 0 s for 6 pretrainings, 51 min 40 s for ');
});

test('compares Selfie at all numbers of labels, and the other networks where they were trained', () => {
  expect(section('Selfie against')).toContain(
    [
      '| 100 | supervised | 70.0 ± 1.4 |  |  |  |',
      '| 100 | Selfie | 71.5 ± 2.1 | +1.5 ± 0.5 | −4.9 … +7.9 | 0.20 |',
      '| 3,000 | supervised | 86.5 ± 0.7 |  |  |  |',
      '| 3,000 | Selfie | 87.0 ± 0.0 | +0.5 ± 0.5 | −5.9 … +6.9 | 0.50 |',
    ].join('\n'),
  );
  expect(section('Attention pooling').match(/^\| 100 /gm)).toHaveLength(7 + 5);
  expect(section('Attention pooling')).toContain(
    '| 100 | hybrid, P and A pretrained | hybrid from random weights | +3.0 ± 1.0 | −9.7 … +15.7 | 0.20 |',
  );
  expect(section('Attention pooling')).not.toContain('3,000');
});

test('tells the spread, and the training accuracy beside', () => {
  expect(section('Spread')).toContain('| 100 | 1.4 | 2.1 | 97.0 ± 1.4 | 97.0 ± 1.4 |');
});

test('tells pretrainings apart, with chance', () => {
  expect(section('Which')).toContain('| query | 8 of 16 | 60,000 | 82.0 % | 12.5 % | 1 min 40 s |');
  expect(section('Which')).toContain('| query | 4 of 16 | 60,000 | 83.0 % | 25.0 % | 1 min 40 s |');
});

test('orders gains by labels and unlabelled pictures', () => {
  const rows = section('How many').match(/^\| [\d,]+ \| [\d,]+ \| [\d,]+ /gm);
  expect(rows).toEqual([
    '| 100 | 6,000 | 60 ',
    '| 100 | 20,000 | 200 ',
    '| 100 | 60,000 | 600 ',
    '| 3,000 | 60,000 | 20 ',
  ]);
});

test('shows what tuning chose', () => {
  const chosen = section('The settings');
  expect(chosen).toContain('| 100 | Selfie | 0.05 | 0.0005 | 200 | 50.0, 25.0 |');
  expect(chosen).toContain('90 % of the labelled pictures of the first 2 seeds');
  expect(chosen).toContain('0.1 (stem), 0.1 (stage1), 0.3 (stage2), 0.6 (stage3), 0.3 (pool), 0.3 (positions).');
});
