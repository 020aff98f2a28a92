import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHistory } from './history.ts';
import { scratch } from './start.testing.ts';

test('reads curves, time and the share of it that was waited', () => {
  const out = scratch().folder();
  mkdirSync(out);
  const steps = [
    { step: 0, loss: 2, accuracy: 0.125, picturesPerSecond: 2, waited: 1 },
    { step: 1, loss: 1.5, accuracy: 0.5, picturesPerSecond: 4, waited: 0.5 },
  ];
  writeFileSync(join(out, 'steps.jsonl'), steps.map((step) => `${JSON.stringify(step)}\n`).join(''));
  expect(readHistory(join(out, 'steps.jsonl'), 8)).toEqual({
    loss: [2, 1.5],
    accuracy: [0.125, 0.5],
    seconds: 6,
    waiting: 0.25,
  });
});
