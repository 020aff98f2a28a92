import { expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { parabola } from '../../testing/small-runs.ts';
import { sgd } from '../optimizers/sgd.ts';
import { fastDevRun } from './fast-dev-run.ts';
import { train } from './train.ts';

test('runs few steps and keeps nothing', async () => {
  const { objective, seen } = parabola();
  const store = checkpointsInMemory();
  const options = {
    objective,
    optimizer: sgd({ variables: objective.variables }),
    learningRate: () => 0.1,
    batches: () => ({ images: new Float32Array(3), shape: [3, 1, 1, 1] as const }),
    steps: 1000,
    batchSize: 3,
    seed: 0,
    checkpoints: { store, every: 1 },
  };
  expect(await train(fastDevRun(options))).toEqual({ steps: 1, stopped: false, resumedFrom: 0 });
  expect(await train(fastDevRun(options, 4))).toMatchObject({ steps: 4 });
  expect(seen).toHaveLength(5);
  expect(store.saved).toEqual([]);
});
