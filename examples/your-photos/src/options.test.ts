import { refusal } from 'example-fashion-mnist/src/refusal.testing.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { parseOptions } from './options.ts';

const parse = (...argv: string[]) => parseOptions(['node', 'main.ts', ...argv]);

afterEach(() => vi.restoreAllMocks());

test('defaults', () => {
  expect(parse('--photos', 'trips')).toEqual({
    photos: 'trips',
    out: 'runs/your-photos',
    size: 64,
    patch: 16,
    steps: 1000,
    batchSize: 64,
    maxBad: 0.01,
    strict: false,
  });
});

test('options are read, and a patch is a quarter of the picture unless told otherwise', () => {
  expect(parse('--photos', 'trips', '--size', '96', '--workers', '0', '--max-bad', '1', '--strict')).toMatchObject({
    size: 96,
    patch: 24,
    workers: 0,
    maxBad: 1,
    strict: true,
  });
  expect(
    parse('--photos', 'trips', '--size', '50', '--patch', '10', '--batch-size', '7', '--steps', '3'),
  ).toMatchObject({ size: 50, patch: 10, batchSize: 7, steps: 3 });
});

test.each([
  ['--size', '0', 'Expected a whole number of at least 1.'],
  ['--patch', '1.5', 'Expected a whole number of at least 1.'],
  ['--steps', '1e3', 'Expected a whole number of at least 1.'],
  ['--batch-size', '-1', 'Expected a whole number of at least 1.'],
  ['--workers', 'two', 'Expected a whole number of at least 0.'],
  ['--max-bad', '1.01', 'Expected a share from 0 to 1, such as 0.01.'],
  ['--max-bad', '', 'Expected a share from 0 to 1, such as 0.01.'],
])('%s %s is refused', (option, value, expected) => {
  const [sentence, code] = refusal(() => parse('--photos', 'trips', option, value));
  expect(sentence).toMatch(new RegExp(`^error: option '${option} <.*' argument '${value}' is invalid\\. ${expected}$`));
  expect(code).toBe(1);
});

test('a folder is needed', () => {
  const sentence = 'error: expected a folder with pictures, got none; give one with --photos FOLDER';
  expect(refusal(() => parse('--size', '32'))).toEqual([sentence, 1]);
});

test.each([
  ['50', undefined, '12.5 and 50'],
  ['64', '24', '24 and 64'],
  ['64', '64', '64 and 64'],
])('pictures of %s pixels and patches of %s do not go together', (size, patch, got) => {
  expect(refusal(() => parse('--photos', 'trips', '--size', size, ...(patch ? ['--patch', patch] : [])))).toEqual([
    `error: expected patches of which two or more make the side of a picture, got ${got} pixels; use a --size that is a ` +
      'multiple of 4, or a --patch that divides it',
    1,
  ]);
});
