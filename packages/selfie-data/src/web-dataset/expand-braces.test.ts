import { expect, test } from 'vitest';
import { expandBraces } from './expand-braces.ts';

test.each([
  ['plain.tar', ['plain.tar']],
  ['s-{8..11}.tar', ['s-8.tar', 's-9.tar', 's-10.tar', 's-11.tar']],
  ['s-{008..010}.tar', ['s-008.tar', 's-009.tar', 's-010.tar']],
  ['s-{08..10}', ['s-08', 's-09', 's-10']],
  ['s-{0..10..5}', ['s-0', 's-5', 's-10']],
  ['s-{2..0}', ['s-2', 's-1', 's-0']],
  ['{train,val}/{0..1}', ['train/0', 'train/1', 'val/0', 'val/1']],
  ['{a,}{x}', ['a{x}', '{x}']],
])('%s', (pattern, names) => {
  expect(expandBraces(pattern)).toEqual(names);
});

test('counts a thousand', () => {
  const names = expandBraces('{000..999}');
  expect(names).toHaveLength(1000);
  expect(names[7]).toBe('007');
});

test.each(['a{b', 'a}b', '{a,{b,c}}'])('refuses %s', (pattern) => {
  expect(() => expandBraces(pattern)).toThrow(
    `shards must have braces in pairs, none in another: got ${pattern}; use e.g. {000..999}.tar`,
  );
});

test.each(['{0..99999999}', '{0..999}{0..999}{0..9}', '{0..9e9}9{0..99999999999999999999999}'])(
  'refuses %s',
  (pattern) => {
    expect(() => expandBraces(pattern)).toThrow(`shards must be at most 1000000 names: got ${pattern}`);
  },
);
