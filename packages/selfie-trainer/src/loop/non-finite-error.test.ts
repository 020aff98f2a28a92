import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { finetuning, parabola, pictures, pretraining } from '../../testing/small-runs.ts';
import type { Objective } from '../interfaces.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import { readVariables } from '../variables/read-variables.ts';
import type { ArrayBatch } from './array-batch.ts';
import { disposePass, forwardBackward } from './forward-backward.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { replay } from './replay.ts';
import type { StepReport } from './step-report.ts';
import { train } from './train.ts';
import type { TrainOptions } from './train-options.ts';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
beforeEach(() => void warn.mockClear());

/** The batch of a step: three images of one pixel that are all step + 1. */
const batches = (step: number): ArrayBatch => ({ images: new Float32Array(3).fill(step + 1), shape: [3, 1, 1, 1] });

const defaults = { learningRate: () => 0.1, batches, steps: 30, batchSize: 3, seed: 9 };

/** A parabola whose loss has the given value at the given steps, with an optimizer and an average. */
function run(bad: number, isBad: (step: number) => boolean) {
  const parts = parabola((step) => (isBad(step) ? bad : 1));
  const { variables } = parts.objective;
  return {
    ...parts,
    optimizer: sgd({ variables, weightDecay: 0 }),
    average: movingAverage({ variables, decay: 0.5 }),
  };
}

const valuesOf = ({ w, running, optimizer, average }: ReturnType<typeof run>) =>
  [w, running, ...Object.values({ ...optimizer.slots, ...average.slots })].map((variable) => variable.dataSync()[0]);

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a loss of %d ends the run; that step changed nothing',
  async (bad) => {
    const parts = run(bad, (step) => step === 2);
    const before = tf.memory().numTensors;
    let good: unknown;
    let lastGoodLoss: number | undefined;
    const onStep = ({ loss }: StepReport) => {
      good = valuesOf(parts);
      lastGoodLoss = loss;
    };
    const error = await train({ ...defaults, ...parts, onStep }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toBe(
      `the loss is ${bad} at step 2 (the last good loss was ${lastGoodLoss}); ` +
        `the gradient of w has norm ${error.badGradient.norm}; lower the learning rate, 0.1 there, or warm up longer`,
    );
    expect(error).toMatchObject({
      name: 'NonFiniteError',
      step: 2,
      loss: bad,
      lastGoodLoss,
      learningRate: 0.1,
      badGradient: { path: 'w' },
      batch: batches(2),
      random: { seed: 9, first: 6 },
    });
    expect(valuesOf(parts)).toEqual(good);
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('a gradient alone ends it: the root of 0 has a slope of infinity', async () => {
  const w = tf.variable(tf.scalar(0));
  const good = tf.variable(tf.scalar(1));
  const objective: Objective = {
    variables: { good, w },
    apply: () => ({ loss: tf.tidy(() => tf.add(good, tf.sqrt(w)) as tf.Scalar), metrics: {} }),
    dispose() {},
  };
  const optimizer = sgd({ variables: objective.variables });
  const error = await train({ ...defaults, objective, optimizer }).catch((thrown) => thrown);
  expect(error.message).toMatch(
    /^the gradient norm is (Infinity|NaN) at step 0 \(no step was good before\); the gradient of w has norm (Infinity|NaN);/,
  );
  expect(await w.data()).toEqual(Float32Array.of(0));
  expect(await good.data()).toEqual(Float32Array.of(1));
});

test('skip leaves such steps out, as if they had not been', async () => {
  const parts = run(Number.NaN, (step) => step % 3 === 1);
  const reports: StepReport[] = [];
  const onStep = (report: StepReport) => void reports.push(report);
  const checkpoints = { store: checkpointsInMemory(), every: 100 };
  const result = await train({ ...defaults, ...parts, steps: 7, nonFinite: 'skip', checkpoints, onStep });
  expect(result).toEqual({ steps: 7, stopped: false, resumedFrom: 0 });
  expect(reports.map(({ step, skipped, loss }) => [step, skipped, Number.isNaN(loss)])).toEqual(
    [false, true, false, false, true, false, false].map((skipped, step) => [step, skipped, skipped]),
  );
  const bad = reports.map(({ badGradient }) => badGradient?.path);
  expect(bad).toEqual([undefined, 'w', undefined, undefined, 'w', undefined, undefined]);
  expect(warn.mock.calls.map(([line]) => line.replace(/last good loss was [\d.]+/, 'last good loss was 4'))).toEqual(
    [1, 4].map(
      (step) =>
        `A step is skipped: the loss is NaN at step ${step} (the last good loss was 4); the gradient of w has norm NaN; ` +
        `lower the learning rate, 0.1 there, or warm up longer; its batch and the weights are in ` +
        `memory/non-finite-step-${step}: give what loadTensors reads there to replay`,
    ),
  );
  const { kept } = checkpoints.store;
  expect([...kept.keys()]).toEqual(['non-finite-step-1', 'non-finite-step-4']);
  expect(kept.get('non-finite-step-4')!.tensors.images!.data).toEqual(batches(4).images);
  const good = run(1, () => false);
  const others = [0, 2, 3, 5, 6];
  await train({ ...defaults, ...good, steps: 5, batches: (step) => batches(others[step]!) });
  expect(valuesOf(parts)).toEqual(valuesOf(good));
});

describe('skip gives up after ten in a row', () => {
  const twice = (step: number) => (step >= 2 && step < 12) || step >= 13; // ten, and then for good
  const failure = (options: Partial<TrainOptions>, first = 0) =>
    train({ ...defaults, ...run(Number.NaN, (step) => twice(first + step)), nonFinite: 'skip', ...options }).then(
      () => undefined,
      (error) => error,
    );

  test('and keeps the first of a row, and the last', async () => {
    const store = checkpointsInMemory();
    const error = await failure({ checkpoints: { store, every: 100 } });
    expect(error).toMatchObject({ name: 'NonFiniteError', step: 23 });
    expect(error.message).toMatch(
      /^the loss is NaN at step 23 \(the last good loss was .*, the 10 steps before were skipped\);/,
    );
    expect([...store.kept.keys()]).toEqual([2, 13, 23].map((step) => `non-finite-step-${step}`));
    expect(warn).toHaveBeenCalledTimes(2);
  });

  test('also if the run was stopped and resumed meanwhile', async () => {
    const checkpoints = { store: checkpointsInMemory(), every: 100 };
    const stop = new AbortController();
    const onStep = ({ step }: StepReport) => (step === 16 ? stop.abort() : undefined);
    expect(await failure({ checkpoints, signal: stop.signal, onStep })).toBe(undefined);
    const straight = await failure({});
    expect((await failure({ checkpoints }, 17)).message).toBe(
      `${straight.message}; its batch and the weights are in memory/non-finite-step-23: give what loadTensors reads there to replay`,
    );
  });
});

test('a running statistic alone is a bad step: the variance of large numbers is infinite, their loss is not', async () => {
  const objective = finetuning();
  const large = (step: number): ArrayBatch => {
    const { images, ...batch } = pictures(5, step);
    return { ...batch, images: step === 2 ? images.map((pixel) => 1e25 * pixel) : images };
  };
  const options = { ...defaults, objective, optimizer: sgd({ variables: objective.variables }), batchSize: 5 };
  let good: unknown;
  const onStep = async () => {
    good = await readVariables(objective.variables);
  };
  const error = await train({ ...options, batches: large, onStep }).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'NonFiniteError', step: 2, badStatistic: expect.stringMatching(/\/variance$/) });
  expect([error.loss, error.gradientNorm].every(Number.isFinite)).toBe(true);
  expect(error.message).toMatch(
    /^the running statistic \S+\/variance is not finite at step 2 \(the last good loss was /,
  );
  expect(await readVariables(objective.variables)).toEqual(good);
});

test('batch and weights are kept, and replay takes the step again', async () => {
  const store = checkpointsInMemory();
  const make = () => {
    const objective = pretraining();
    return { objective, optimizer: sgd({ variables: objective.variables }) };
  };
  const nan = (step: number): ArrayBatch => {
    const batch = pictures(5, step);
    if (step === 3) batch.images[200] = Number.NaN;
    return batch;
  };
  const { objective, optimizer } = make();
  const options = { ...defaults, batches: nan, batchSize: 5, gradients: { accumulate: 2 } };
  const checkpoints = { store, every: 100 };
  const error = await train({ ...options, objective, optimizer, checkpoints }).catch((thrown) => thrown);
  expect(error.message).toMatch(
    /; its batch and the weights are in memory\/non-finite-step-3: give what loadTensors reads there to replay$/,
  );
  const kept = store.kept.get('non-finite-step-3')!;
  expect(kept.metadata).toEqual({ step: '3', seed: '9', first: '15', learningRate: '0.1', accumulate: '2' });
  expect(kept.tensors.images!.data).toEqual(nan(3).images);
  expect(kept.tensors.labels!.data).toEqual(nan(3).labels);

  const other = make().objective;
  const before = tf.memory().numTensors;
  const bad = replay(other, kept);
  expect((await bad.loss.data())[0]).toBeNaN();
  disposePass(bad);
  const images = { ...kept.tensors.images!, data: pictures(5, 3).images };
  const good = replay(other, { ...kept, tensors: { ...kept.tensors, images } as typeof kept.tensors });
  const losses = [0, 3].map((first) => {
    const part = pictures(5, 3).images.slice(first * 64, (first + 3) * 64);
    const shape = [part.length / 64, 8, 8, 1] as const;
    const pass = forwardBackward(objective, { images: part, shape }, { seed: 9, first: 15 + first });
    const [loss] = pass.loss.dataSync();
    disposePass(pass);
    return loss!;
  });
  expect((await good.loss.data())[0]).toBeCloseTo(0.6 * losses[0]! + 0.4 * losses[1]!, 6);
  disposePass(good);
  expect(tf.memory().numTensors).toBe(before);
  expect(() => replay(other, { tensors: {}, metadata: {} })).toThrow(
    'no step to replay: expected images, variables and a random place, as a run keeps them',
  );
});

test('a batch that cannot be kept does not hide the error', async () => {
  const parts = run(Number.NaN, (step) => step === 2);
  const store = { ...checkpointsInMemory(), putAside: () => Promise.reject(new Error('the disk is full')) };
  const error = await train({ ...defaults, ...parts, checkpoints: { store, every: 9 } }).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'NonFiniteError', step: 2 });
  expect(error.message).toMatch(/; its batch could not be kept: the disk is full$/);
});
