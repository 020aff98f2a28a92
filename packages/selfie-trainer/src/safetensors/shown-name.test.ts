import { expect, test } from 'vitest';
import { shownName } from './shown-name.ts';

test('shows a name on one line of no more than a hundred characters', () => {
  expect(shownName('stage1/größe')).toBe('stage1/größe');
  expect(shownName('a\n\u001b[2J')).toBe('a\\n\\u001b[2J');
  expect(shownName('x'.repeat(100))).toBe('x'.repeat(100));
  expect(shownName('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`);
});
