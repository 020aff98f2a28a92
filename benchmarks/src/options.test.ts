import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const groups = ['matmul', 'paper', 'memory'];

test('measures everything three times by default', () => {
  expect(parseOptions([], groups)).toEqual({ json: undefined, nodes: false, quick: false, only: groups, rounds: 3 });
});

test('names may follow --only in a row', () => {
  const args = ['--only', 'matmul', 'memory', '--rounds', '5', '--json', 'out.json', '--nodes'];
  expect(parseOptions(args, groups)).toEqual({
    json: 'out.json',
    nodes: true,
    quick: false,
    only: ['matmul', 'memory'],
    rounds: 5,
  });
});

test('refuses what it does not know', () => {
  expect(() => parseOptions(['--only', 'tea'], groups)).toThrow(
    '--only: there is no tea; choose among matmul, paper, memory',
  );
  expect(() => parseOptions(['paper'], groups)).toThrow('expected options only, got paper; did you mean --only paper?');
  expect(() => parseOptions(['--rounds', '0'], groups)).toThrow('--rounds: expected a whole number from 1 on, got 0');
});
