import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { parabola, pictures, pretraining } from '../../testing/small-runs.ts';
import type { Objective } from '../interfaces.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import type { ArrayBatch } from './array-batch.ts';
import { disposePass, forwardBackward } from './forward-backward.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { replay } from './replay.ts';
import type { StepReport } from './step-report.ts';
import { train } from './train.ts';

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
  const result = await train({ ...defaults, ...parts, steps: 7, nonFinite: 'skip', onStep });
  expect(result).toEqual({ steps: 7, stopped: false, resumedFrom: 0 });
  expect(reports.map(({ step, skipped, loss }) => [step, skipped, Number.isNaN(loss)])).toEqual(
    [false, true, false, false, true, false, false].map((skipped, step) => [step, skipped, skipped]),
  );
  const good = run(1, () => false);
  const others = [0, 2, 3, 5, 6];
  await train({ ...defaults, ...good, steps: 5, batches: (step) => batches(others[step]!) });
  expect(valuesOf(parts)).toEqual(valuesOf(good));
});

test('skip gives up after ten in a row', async () => {
  const twice = (step: number) => (step >= 2 && step < 12) || step >= 13; // ten, and then for good
  const parts = run(Number.NaN, twice);
  const error = await train({ ...defaults, ...parts, nonFinite: 'skip' }).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'NonFiniteError', step: 23 });
  expect(error.message).toMatch(
    /^the loss is NaN at step 23 \(the last good loss was .*, the 10 steps before were skipped\);/,
  );
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
  const store = { ...checkpointsInMemory(), keep: () => Promise.reject(new Error('the disk is full')) };
  const error = await train({ ...defaults, ...parts, checkpoints: { store, every: 9 } }).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'NonFiniteError', step: 2 });
  expect(error.message).toMatch(/; its batch could not be kept: the disk is full$/);
});
