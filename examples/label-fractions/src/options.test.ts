import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const parse = (...argv: string[]) => parseOptions(['node', 'main.ts', ...argv]);

test('defaults', () => {
  expect(parse()).toEqual({
    data: '/usr/share/datasets/fashion-mnist',
    out: 'runs/label-fractions',
    quick: false,
  });
});

test('a quick run has a folder of its own, unless told otherwise', () => {
  expect(parse('--quick').out).toBe('runs/label-fractions-quick');
  expect(parse('--quick', '--out', 'x', '--backend', 'cpu')).toMatchObject({ out: 'x', backend: 'cpu', quick: true });
});
