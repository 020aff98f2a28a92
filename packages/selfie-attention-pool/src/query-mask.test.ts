import { expect, it } from 'vitest';
import { queryMask } from './query-mask.ts';

it('shows a query itself and the visible, and the visible each other', () => {
  const seen = queryMask(2, 3)
    .arraySync()
    .map((row) => row.map((score) => (score === 0 ? 'x' : '-')).join(''));
  expect(seen).toEqual(['x-xxx', '-xxxx', '--xxx', '--xxx', '--xxx']);
});

it('leaves a hidden token no weight in float32', () => {
  const [, hidden] = queryMask(2, 1).arraySync()[0]!;
  expect(Math.fround(Math.exp(hidden! + 1e4))).toBe(0);
});
