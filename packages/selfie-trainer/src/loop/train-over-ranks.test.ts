import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { parabola, partOf, pictures, pretraining } from '../../testing/small-runs.ts';
import { inProcessCommunicators } from '../communication/in-process-communicators.ts';
import type { Communicator, Objective } from '../interfaces.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import { readVariables } from '../variables/read-variables.ts';
import { runState } from './run-state.ts';
import type { StepReport } from './step-report.ts';
import { train } from './train.ts';
import type { TrainOptions } from './train-options.ts';

const batchSize = 6;
const options = { learningRate: () => 0.02, steps: 5, batchSize, seed: 9 };

function partsOf(objective: Objective) {
  const { variables } = objective;
  return { objective, optimizer: sgd({ variables }), average: movingAverage({ variables, decay: 0.5 }) };
}

/** Trains on `size` ranks beside each other, each on its part of the pictures. */
function onRanks(
  size: number,
  make: (rank: number) => Partial<TrainOptions> & ReturnType<typeof partsOf>,
  { accumulate, clipNorm }: { accumulate?: number; clipNorm?: number } = {},
) {
  const share = batchSize / size;
  return inProcessCommunicators(size).map((communicator: Communicator) => {
    const { rank } = communicator;
    return train({
      ...options,
      batches: (step) => partOf(pictures(batchSize, step), rank * share, (rank + 1) * share),
      gradients: { communicator, accumulate, clipNorm },
      ...make(rank),
    });
  });
}

describe.each<[string, { accumulate?: number; clipNorm?: number }]>([
  ['plainly', {}],
  ['with accumulation and clipping', { accumulate: 2, clipNorm: 0.3 }],
])('%s', (_, gradients) => {
  test.each([2, 3])('%d ranks with parts of the batches learn what one does with the whole', async (size) => {
    const alone = partsOf(pretraining());
    const expected: StepReport[] = [];
    const batches = (step: number) => pictures(batchSize, step);
    const onStep = (report: StepReport) => void expected.push(report);
    await train({ ...options, ...alone, batches, gradients: { clipNorm: gradients.clipNorm }, onStep });
    if (gradients.clipNorm) {
      expect(Math.min(...expected.map(({ gradientNorm }) => gradientNorm))).toBeGreaterThan(gradients.clipNorm);
    }

    const ranks = Array.from({ length: size }, () => partsOf(pretraining()));
    for (const { objective } of ranks.slice(1)) {
      for (const variable of Object.values(objective.variables)) tf.tidy(() => variable.assign(tf.zerosLike(variable)));
    }
    const reports: StepReport[][] = ranks.map(() => []);
    const runs = onRanks(
      size,
      (rank) => ({ ...ranks[rank]!, onStep: (report) => void reports[rank]!.push(report) }),
      gradients,
    );
    expect(await Promise.all(runs)).toEqual(ranks.map(() => ({ steps: 5, stopped: false, resumedFrom: 0 })));

    const states = await Promise.all(ranks.map((parts) => readVariables(runState(parts))));
    for (const state of states.slice(1)) expect(state).toEqual(states[0]); // all ranks to the bit
    for (const [name, { data }] of Object.entries(await readVariables(runState(alone)))) {
      const scale = Math.max(1, ...data.map(Math.abs));
      data.forEach((x, i) => void expect(Math.abs(states[0]![name]!.data[i]! - x) / scale, name).toBeLessThan(1e-6));
    }
    for (const of of reports) {
      of.forEach(({ loss, gradientNorm, metrics }, i) => {
        expect(loss).toBeCloseTo(expected[i]!.loss, 5);
        expect(gradientNorm / expected[i]!.gradientNorm).toBeCloseTo(1, 5);
        expect(metrics.accuracy).toBeCloseTo(expected[i]!.metrics.accuracy!, 6);
      });
    }
  });
});

test('a signal on one rank stops all together, and rank 0 alone saves', async () => {
  const stop = new AbortController();
  const store = checkpointsInMemory();
  const make = (signal?: AbortSignal, given = store) => ({
    ...partsOf(parabola().objective),
    checkpoints: { store: given, every: 2 },
    signal,
    onStep: ({ step }: StepReport) => (signal && step === 2 ? stop.abort() : undefined),
  });
  const others = checkpointsInMemory();
  const runs = onRanks(2, (rank) => (rank === 1 ? make(stop.signal, others) : make()));
  const stopped = { steps: 4, stopped: true, resumedFrom: 0 };
  expect(await Promise.all(runs)).toEqual([stopped, stopped]);
  expect(store.saved.map(({ step }) => step)).toEqual([2, 4]);
  expect(others.saved).toEqual([]);

  const resumed = { steps: 5, stopped: false, resumedFrom: 4 };
  expect(await Promise.all(onRanks(2, (rank) => make(undefined, rank === 0 ? store : others)))).toEqual([
    resumed,
    resumed,
  ]);
  expect(store.saved.map(({ step }) => step)).toEqual([2, 4, 5]);
});

test('a step that is not finite on one rank ends all, and each keeps its part of the batch', async () => {
  const stores = [checkpointsInMemory(), checkpointsInMemory()];
  const runs = onRanks(2, (rank) => ({
    ...partsOf(parabola((step) => (rank === 1 && step === 2 ? Number.NaN : 1)).objective),
    checkpoints: { store: stores[rank]!, every: 100 },
  }));
  const errors = await Promise.all(runs.map((run) => run.catch((error) => error)));
  for (const error of errors) expect(error).toMatchObject({ name: 'NonFiniteError', step: 2 });
  expect(errors.map(({ random }) => random.first)).toEqual([12, 15]);
  expect(stores.map(({ kept }) => [...kept.keys()])).toEqual([
    ['non-finite-step-2-rank-0'],
    ['non-finite-step-2-rank-1'],
  ]);
});

test.each<[string, (rank: number) => Partial<TrainOptions>, string]>([
  ['the callback', (rank) => ({ onStep: ({ step }) => fails(rank === 1 && step === 1) }), 'rank 1 failed: no luck'],
  [
    'the batch source',
    (rank) => ({ batches: (step) => fails(rank === 1) ?? pictures(3, step) }),
    'rank 1 failed: no luck',
  ],
  [
    'an option',
    (rank) => (rank === 1 ? { steps: 0 } : {}),
    'rank 1 failed: steps is a whole number of at least 1: got 0',
  ],
])('%s that fails on one rank fails on all: nobody waits forever', async (_, changes, sentence) => {
  const before = tf.memory().numTensors;
  const ranks = [0, 1].map(() => partsOf(parabola().objective));
  const made = tf.memory().numTensors - before;
  const runs = onRanks(2, (rank) => ({ ...ranks[rank]!, ...changes(rank) }));
  const [first, second] = await Promise.allSettled(runs);
  expect(first).toMatchObject({ status: 'rejected', reason: { message: sentence } });
  expect(second).toMatchObject({ status: 'rejected', reason: { message: sentence.replace('rank 1 failed: ', '') } });
  expect(tf.memory().numTensors - before).toBe(made);
});

function fails(really: boolean): undefined {
  if (really) throw new Error('no luck');
}

test('several ranks do not keep where one of them goes on in a stream', async () => {
  const batches = (step: number) => ({ ...pictures(3, step), next: step });
  const checkpoints = { store: checkpointsInMemory(), every: 1 };
  const runs = onRanks(2, () => ({ ...partsOf(pretraining()), batches, checkpoints }));
  for (const run of await Promise.allSettled(runs)) {
    expect(run).toMatchObject({
      status: 'rejected',
      reason: {
        message: expect.stringContaining('a checkpoint keeps where one rank goes on in a stream: got several'),
      },
    });
  }
});
