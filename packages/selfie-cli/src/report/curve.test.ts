import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { curve, smooth } from './curve.ts';
import { decimal } from './numbers.ts';

test('the running mean keeps a constant, and averages the neighbours', () => {
  expect(smooth([5, 5, 5, 5], 2)).toEqual([5, 5, 5, 5]);
  expect(smooth([0, 3, 6, 0, 9], 1)).toEqual([1.5, 3, 3, 5, 4.5]);
  expect(smooth([1, 2, 7], 0)).toEqual([1, 2, 7]);
});

test('a curve names its chance level and ends at its last step', () => {
  const { markup } = curve({
    caption: 'Loss <raw>',
    values: [2, 1.5, 1, 0.5, 0.25],
    chance: 2.0794,
    format: decimal,
    digits: 1,
  });
  expect(markup).toContain('chance 2.08');
  expect(markup).toContain('Loss &lt;raw&gt;');
  expect(markup.match(/>(\d)<\/text>/g)?.map((label) => label[1])).toContain('5');
});

/** Where a drawn line goes: the y of its first and last point in the chart's own units, downwards. */
const ends = (path: string): [number, number] => {
  const numbers = path.match(/-?\d+(\.\d+)?/g)!.map(Number);
  return [numbers[1]!, numbers.at(-1)!];
};

test('a falling loss is drawn falling', () => {
  const values = Array.from({ length: 50 }, (_, i) => 2 - i / 50);
  const { markup } = curve({ caption: '', values, chance: 2, format: decimal, digits: 1 });
  const paths = parseHTML(markup).document.querySelectorAll('path[stroke="var(--selfie)"]');
  expect(paths).toHaveLength(2);
  for (const path of paths) {
    const [first, last] = ends(path.getAttribute('d')!);
    expect(last).toBeGreaterThan(first);
  }
});
