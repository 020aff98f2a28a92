import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { parabola } from '../../testing/small-runs.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { jsonLinesLog } from '../logs/json-lines-log.ts';
import { stepLog } from '../logs/step-log.ts';
import { sgd } from '../optimizers/sgd.ts';
import { fastDevRun } from './fast-dev-run.ts';
import { train } from './train.ts';

test('runs few steps, keeps nothing, and leaves the logs of the run alone', async () => {
  const { objective, seen } = parabola();
  const store = checkpointsInMemory();
  const path = join(temporaryFolder(), 'log.jsonl');
  for (const step of [0, 1, 2]) jsonLinesLog(path).write(step, { loss: step });
  const log = readFileSync(path, 'utf8');
  const options = {
    objective,
    optimizer: sgd({ variables: objective.variables }),
    learningRate: () => 0.1,
    batches: () => ({ images: new Float32Array(3), shape: [3, 1, 1, 1] as const }),
    steps: 1000,
    batchSize: 3,
    seed: 0,
    checkpoints: { store, every: 1 },
    onStep: stepLog(jsonLinesLog(path)),
  };
  expect(await train(fastDevRun(options))).toEqual({ steps: 1, stopped: false, resumedFrom: 0 });
  expect(await train(fastDevRun(options, 4))).toMatchObject({ steps: 4 });
  expect(seen).toHaveLength(5);
  expect(store.saved).toEqual([]);
  expect(readFileSync(path, 'utf8')).toBe(log);
});
