import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { finetuning, parabola, pictures, pretraining } from '../../testing/small-runs.ts';
import type { Objective } from '../interfaces.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import { warmupCosine } from '../schedules/warmup-cosine.ts';
import { readVariables } from '../variables/read-variables.ts';
import { runState } from './run-state.ts';
import type { StepReport } from './step-report.ts';
import { train } from './train.ts';
import type { CheckpointOptions } from './train-options.ts';

const steps = 9;
const options = {
  learningRate: warmupCosine({ peak: 0.1, warmup: 3, steps }),
  batches: (step: number) => pictures(5, step),
  steps,
  batchSize: 5,
  seed: 9,
  gradients: { accumulate: 2, clipNorm: 0.5 },
};

/** New parts, as a process that starts anew has them. */
function fresh(makeObjective: () => Objective) {
  const objective = makeObjective();
  const { variables } = objective;
  return { objective, optimizer: sgd({ variables }), average: movingAverage({ variables, decay: 0.9 }) };
}

/** A signal that comes after so many steps, and the callback that gives it. */
function after(done: number) {
  const stop = new AbortController();
  return { signal: stop.signal, onStep: ({ step }: StepReport) => (step + 1 === done ? stop.abort() : undefined) };
}

const tasks: [string, () => Objective][] = [
  ['pretraining', () => pretraining({ norms: true })],
  ['finetuning', finetuning],
];

test.each(tasks)('%s stopped and resumed has the bits of a run that was not', async (_, makeObjective) => {
  const whole = fresh(makeObjective);
  const losses: number[] = [];
  await train({ ...options, ...whole, onStep: ({ loss }) => void losses.push(loss) });

  const checkpoints = { store: checkpointsInMemory(), every: 100 };
  const first = await train({ ...options, ...fresh(makeObjective), checkpoints, ...after(4) });
  expect(first).toEqual({ steps: 4, stopped: true, resumedFrom: 0 });
  const second = fresh(makeObjective);
  for (const variable of Object.values(runState(second))) tf.tidy(() => variable.assign(tf.onesLike(variable)));
  const rest: number[] = [];
  const result = await train({ ...options, ...second, checkpoints, onStep: ({ loss }) => void rest.push(loss) });
  expect(result).toEqual({ steps: 9, stopped: false, resumedFrom: 4 });
  expect(rest).toEqual(losses.slice(4));
  expect(await readVariables(runState(second))).toEqual(await readVariables(runState(whole)));
});

test('a stream goes on where its last batch said, also after a resume', async () => {
  const asked: [number, unknown][] = [];
  const batches = (step: number, from?: unknown) => {
    asked.push([step, from]);
    const { shard, offset } = (from ?? { shard: 2, offset: 0 }) as { shard: number; offset: number };
    return { ...pictures(5, 10 * shard + offset), next: { shard: shard + 1, offset: offset + 3 } };
  };
  const whole = fresh(finetuning);
  await train({ ...options, ...whole, batches });
  expect(asked.map(([step]) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(asked[0]![1]).toBeUndefined();
  expect(asked[8]![1]).toEqual({ shard: 10, offset: 24 });

  const checkpoints = { store: checkpointsInMemory(), every: 100 };
  await train({ ...options, ...fresh(finetuning), batches, checkpoints, ...after(4) });
  const second = fresh(finetuning);
  asked.length = 0;
  await train({ ...options, ...second, batches, checkpoints });
  expect(asked[0]).toEqual([4, { shard: 6, offset: 12 }]);
  expect(await readVariables(runState(second))).toEqual(await readVariables(runState(whole)));
});

describe('a checkpoint', () => {
  test('is refused while averages stand in the variables', async () => {
    const parts = fresh(() => parabola().objective);
    const store = checkpointsInMemory();
    const finish = new AbortController();
    const onStep = () => {
      void parts.average.withAverages(() => new Promise((resolve) => finish.signal.addEventListener('abort', resolve)));
    };
    await expect(train({ ...options, ...parts, checkpoints: { store, every: 1 }, onStep })).rejects.toThrow(
      'no checkpoint while the averages stand in the variables: await withAverages(…) in onStep',
    );
    finish.abort();
    expect(await store.latest()).toBeUndefined();
  });

  const small = { ...options, batches: () => ({ images: new Float32Array(5).fill(2), shape: [5, 1, 1, 1] as const }) };

  test('comes every so many steps and at the end, after the callback of its step', async () => {
    const parts = fresh(() => parabola().objective);
    const store = checkpointsInMemory();
    const order: string[] = [];
    const save: typeof store.save = async (checkpoint) => {
      order.push(`save ${checkpoint.step}`);
      await store.save(checkpoint);
    };
    const onStep = ({ step }: StepReport) => void order.push(`step ${step}`);
    const checkpoints: CheckpointOptions = {
      store: { ...store, save },
      every: 4,
      options: { width: 16 },
      score: ({ metrics, step }) => metrics.mean! + step,
    };
    await train({ ...small, ...parts, checkpoints, onStep });
    expect(order.filter((event) => event.startsWith('save'))).toEqual(['save 4', 'save 8', 'save 9']);
    expect(order.slice(3, 5)).toEqual(['step 3', 'save 4']);
    const last = store.saved.at(-1)!;
    expect(Object.keys(last.tensors)).toEqual([
      'variables/w',
      'variables/running',
      'optimizer/velocity/w',
      'average/w',
      'average/running',
    ]);
    expect(last.tensors).toEqual(await readVariables(runState(parts)));
    expect(last.metadata).toMatchObject({ seed: '9', batchSize: '5', steps: '9', options: '{"width":16}' });
    expect(last.score).toBe(2 + 8);
  });

  test('is judged if the signal comes meanwhile, and the run ends there', async () => {
    const stop = new AbortController();
    const store = checkpointsInMemory();
    const score = ({ step }: StepReport) => {
      if (step === 7) stop.abort();
      return step;
    };
    const parts = fresh(() => parabola().objective);
    const result = await train({ ...small, ...parts, checkpoints: { store, every: 4, score }, signal: stop.signal });
    expect(result).toEqual({ steps: 8, stopped: true, resumedFrom: 0 });
    expect(store.saved.map(({ step, score }) => [step, score])).toEqual([
      [4, 3],
      [8, undefined],
      [8, 7],
    ]);
  });

  test('of a finished run leaves nothing to do', async () => {
    const checkpoints = { store: checkpointsInMemory(), every: 4 };
    const parts = fresh(() => parabola().objective);
    await train({ ...small, ...parts, checkpoints });
    const done = await readVariables(runState(parts));
    const again = fresh(() => parabola().objective);
    expect(await train({ ...small, ...again, checkpoints })).toEqual({ steps: 9, stopped: false, resumedFrom: 9 });
    expect(await readVariables(runState(again))).toEqual(done);
    expect(checkpoints.store.saved).toHaveLength(3);
  });

  test('of another run is refused', async () => {
    const checkpoints = { store: checkpointsInMemory(), every: 4 };
    await train({ ...small, ...fresh(() => parabola().objective), checkpoints });
    const other = { ...small, seed: 10, steps: 12, gradients: {} };
    await expect(train({ ...other, ...fresh(() => parabola().objective), checkpoints })).rejects.toThrow(
      "the checkpoint of step 9 is another run's: seed (expected 9, got 10), steps (expected 9, got 12), " +
        'accumulate (expected 2, got 1), clipNorm (expected 0.5, got none); use another folder, or the old options',
    );
  });

  test('that cannot be saved ends the run or warns, as asked', async () => {
    const store = checkpointsInMemory();
    const flaky: typeof store.save = (checkpoint) =>
      checkpoint.step === 8 ? Promise.reject(new Error('the disk is full')) : store.save(checkpoint);
    const checkpoints: CheckpointOptions = { store: { ...store, save: flaky }, every: 2 };
    const before = tf.memory().numTensors;
    const parts = fresh(() => parabola().objective);
    const made = tf.memory().numTensors - before;
    await expect(train({ ...small, ...parts, checkpoints })).rejects.toThrow(
      'the checkpoint of step 8 could not be saved, the one before it is intact: the disk is full',
    );
    expect(tf.memory().numTensors - before).toBe(made);
    expect(store.saved.map(({ step }) => step)).toEqual([2, 4, 6]);

    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const rest = { ...small, ...fresh(() => parabola().objective) };
    const result = await train({ ...rest, checkpoints: { ...checkpoints, onFailure: 'continue' } });
    expect(result).toEqual({ steps: 9, stopped: false, resumedFrom: 6 });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(store.saved.map(({ step }) => step)).toEqual([2, 4, 6, 9]);
    warn.mockRestore();
  });
});
