import { expect, test } from 'vitest';
import type { RunRecord, Setting } from './run-record.ts';
import { best, tryOut } from './tune.ts';

const setting = (learningRate: number): Setting => ({ learningRate, weightDecay: 0, steps: 5 });

const record = (accuracy: number, loss: number | null, diverged = false): RunRecord => ({
  ...{ phase: 'tuning', arm: 'a', labels: 20, setting: setting(0.1), seed: 1, fingerprint: 'f' },
  ...{ accuracy, loss, diverged, trainingAccuracy: 1, seconds: 2 },
});

test('a trial is the mean over seeds from 1', async () => {
  const seeds: number[] = [];
  const records = [record(0.5, 1), record(0.75, 3)];
  const trial = await tryOut(setting(0.2), 2, async (_, seed) => {
    seeds.push(seed);
    return records[seed - 1]!;
  });
  expect(seeds).toEqual([1, 2]);
  expect(trial).toEqual({ setting: setting(0.2), accuracy: 0.625, loss: 2 });
});

test.each([
  ['is no number', record(0.5, null)],
  ['was none in training', record(0.5, 1, true)],
])('a loss that %s counts as infinite', async (_, bad) => {
  const { loss } = await tryOut(setting(0.2), 2, async (_, seed) => (seed === 1 ? bad : record(0.9, 1)));
  expect(loss).toBe(Number.POSITIVE_INFINITY);
});

const trial = (learningRate: number, accuracy: number, loss: number) => ({
  setting: setting(learningRate),
  accuracy,
  loss,
});

test.each([
  ['accuracy', [trial(1, 0.7, 1), trial(2, 0.8, 2), trial(3, 0.6, 0)], 2],
  ['loss, where accuracies differ by rounding only', [trial(1, (0.7 + 0.1) / 2, 2), trial(2, 0.4, 1)], 2],
  ['order, where all is equal', [trial(1, 0.4, 1), trial(2, 0.4, 1)], 1],
  ['whether it diverged, before all', [trial(1, 0.9, Number.POSITIVE_INFINITY), trial(2, 0.1, 9)], 2],
])('the best by %s', (_, trials, expected) => {
  expect(best(trials)).toEqual(setting(expected));
});

test('nothing to choose from', () => {
  expect(() => best([])).toThrow('nothing to choose from: expected at least one setting, got none');
});
