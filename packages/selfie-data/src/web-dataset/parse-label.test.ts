import { expect, test } from 'vitest';
import { parseLabel } from './parse-label.ts';

const classes = ['cat', 'dog'];

test('reads numbers and names', () => {
  expect(parseLabel('cls', '7\n', 'here')).toBe(7);
  expect(parseLabel('cls', 'dog', 'here', classes)).toBe(1);
  expect(parseLabel('txt', ' 12 ', 'here')).toBe(12);
  expect(parseLabel('txt', 'cat\n', 'here', classes)).toBe(0);
  expect(parseLabel('json', '3', 'here')).toBe(3);
  expect(parseLabel('json', '{"width": 5, "label": 4}', 'here')).toBe(4);
  expect(parseLabel('json', '{"class": "dog"}', 'here', classes)).toBe(1);
});

test('knows what is no label', () => {
  expect(parseLabel('txt', 'a dog on a beach', 'here')).toBeUndefined();
  expect(parseLabel('json', '{"width": 5}', 'here')).toBeUndefined();
  expect(parseLabel('json', '[1]', 'here')).toBeUndefined();
  expect(parseLabel('json', 'null', 'here')).toBeUndefined();
});

test('refuses what should be a label', () => {
  expect(() => parseLabel('cls', 'dog', 'a.tar at 0 (x.cls)')).toThrow(
    'a.tar at 0 (x.cls): expected the number of a class, found "dog"; correct the shard or the classes',
  );
  expect(() => parseLabel('cls', '2', 'here', classes)).toThrow('expected one of 2 classes, found "2"');
  expect(() => parseLabel('cls', '-1', 'here')).toThrow('found "-1"');
  expect(() => parseLabel('txt', 'bird', 'here', classes)).toThrow('found "bird"');
  expect(() => parseLabel('json', '{"label":', 'here')).toThrow('here: expected JSON, found');
  expect(() => parseLabel('json', '{"label": 1.5}', 'here')).toThrow('found "1.5"');
});
