import { afterEach, expect, test, vi } from 'vitest';
import { parseOptions } from './options.ts';
import { refusal } from './refusal.testing.ts';

const parse = (...argv: string[]) => parseOptions(['node', 'main.ts', ...argv]);

afterEach(() => vi.restoreAllMocks());

test('defaults are those of the method', () => {
  expect(parse()).toMatchObject({
    head: 'literal',
    steps: 1500,
    labels: [100, 300],
    seeds: 3,
    finetuneSteps: 200,
    out: 'runs/fashion-mnist',
  });
  expect(parse().backend).toBeUndefined();
});

test('options are read, and a number of labels counts once', () => {
  expect(parse('--head', 'query', '--seeds', '10', '--labels', '50, 20,50', '--finetune-steps', '7')).toMatchObject({
    head: 'query',
    seeds: 10,
    labels: [50, 20],
    finetuneSteps: 7,
  });
});

test.each([
  ['--steps', '1e3'],
  ['--seeds', '0'],
  ['--finetune-steps', '-1'],
  ['--labels', '100,,300'],
])('%s %s is refused', (option, value) => {
  const [sentence, code] = refusal(() => parse(option, value));
  expect(sentence).toMatch(/^error: option '.*' argument '.*' is invalid\. Expected a whole number of at least 1\.$/);
  expect(sentence).toContain(`${option} <`);
  expect(code).toBe(1);
});

test('what is no option is refused', () => {
  expect(refusal(() => parse('--epochs', '3'))).toEqual(["error: unknown option '--epochs'", 1]);
  expect(refusal(() => parse('3'))).toEqual(['error: too many arguments. Expected 0 arguments but got 1.', 1]);
});
