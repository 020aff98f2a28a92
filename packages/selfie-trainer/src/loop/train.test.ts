import * as tf from '@tensorflow/tfjs-core';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches } from 'selfie-patches';
import { describe, expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { parabola as parabolaOf } from '../../testing/small-runs.ts';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from '../../testing/tiny-parts.ts';
import { inProcessCommunicators } from '../communication/in-process-communicators.ts';
import { hybridClassifier } from '../networks/hybrid-classifier.ts';
import { classification } from '../objectives/classification.ts';
import { patchSelection } from '../objectives/patch-selection.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import type { ArrayBatch } from './array-batch.ts';
import type { StepReport } from './step-report.ts';
import { train } from './train.ts';

const batchSize = 6;

function parabola(factor?: (step: number) => number) {
  const parts = parabolaOf(factor);
  return { ...parts, optimizer: sgd({ variables: parts.objective.variables, weightDecay: 0 }) };
}

/** The batch of a step: images of 2 × 1 pixels that are all step + 1. */
const constant = (step: number): ArrayBatch => ({
  images: new Float32Array(batchSize * 2).fill(step + 1),
  shape: [batchSize, 2, 1, 1],
});

const defaults = { learningRate: () => 0.1, batches: constant, steps: 3, batchSize, seed: 9 };

describe('a step', () => {
  test('reports what it measured before its update, and where its examples draw from', async () => {
    const { objective, optimizer, seen, w, running } = parabola();
    const reports: StepReport[] = [];
    const result = await train({
      ...defaults,
      objective,
      optimizer,
      learningRate: (step) => 0.1 / (step + 1),
      onStep: (report) => void reports.push(report),
    });
    expect(result).toEqual({ steps: 3, stopped: false, resumedFrom: 0 });
    expect(seen.map(({ random, training }) => [random, training])).toEqual([
      [{ seed: 9, first: 0 }, true],
      [{ seed: 9, first: 6 }, true],
      [{ seed: 9, first: 12 }, true],
    ]);

    let [value, velocity] = [0, 0];
    const expected = [0, 1, 2].map((step) => {
      const gradient = 2 * (value - (step + 1));
      const loss = (value - (step + 1)) ** 2;
      velocity = 0.9 * velocity + gradient;
      value -= (0.1 / (step + 1)) * (gradient + 0.9 * velocity);
      return {
        step,
        loss: expect.closeTo(loss, 5),
        gradientNorm: expect.closeTo(Math.abs(gradient), 5),
        metrics: { mean: step + 1 },
        learningRate: 0.1 / (step + 1),
        picturesPerSecond: expect.any(Number),
        memory: tf.memory().numBytes,
        skipped: false,
      };
    });
    expect(reports).toEqual(expected);
    expect((await w.data())[0]).toBeCloseTo(value, 5);
    expect(await running.data()).toEqual(Float32Array.of(3));
  });

  test('clips gradients before the update, reports their norm before, and lets the average follow', async () => {
    const { objective, w } = parabola();
    const { variables } = objective;
    const optimizer = sgd({ variables, weightDecay: 0, momentum: 0 });
    const average = movingAverage({ variables, decay: 0.75 });
    const norms: number[] = [];
    const onStep = ({ gradientNorm }: StepReport) => void norms.push(gradientNorm);
    await train({ ...defaults, objective, optimizer, average, gradients: { clipNorm: 0.5 }, onStep });
    // the gradients 2 (w − step − 1) are all clipped to −0.5, so w moves by 0.05 each step
    expect((await w.data())[0]).toBeCloseTo(0.15, 6);
    [2, 3.9, 5.8].forEach((norm, step) => void expect(norms[step]).toBeCloseTo(norm, 5));
    const followed = [0.05, 0.1, 0.15].reduce((a, value) => a + 0.25 * (value - a), 0);
    expect((await average.slots.w!.data())[0]).toBeCloseTo(followed, 6);
  });

  test('counts pictures by the time of the step', async () => {
    const { objective, optimizer } = parabola();
    let rate = 0;
    const slowly = (step: number) =>
      new Promise<ArrayBatch>((resolve) => setTimeout(() => resolve(constant(step)), 60));
    await train({
      ...defaults,
      objective,
      optimizer,
      batches: slowly,
      onStep: ({ picturesPerSecond }) => {
        rate = picturesPerSecond;
      },
    });
    expect(rate).toBeGreaterThan(batchSize / 10);
    expect(rate).toBeLessThan(batchSize / 0.055);
  });

  test('lets the event loop have its turn', async () => {
    const { objective, optimizer } = parabola();
    const ticks: number[] = [];
    let step = 0;
    const ticker = setInterval(() => ticks.push(step), 0);
    await train({
      ...defaults,
      objective,
      optimizer,
      steps: 40,
      onStep: (report) => {
        step = report.step;
        const until = performance.now() + 2;
        while (performance.now() < until);
      },
    });
    clearInterval(ticker);
    expect(new Set(ticks).size).toBeGreaterThan(20);
  });
});

describe('a signal', () => {
  test('ends the run after the current step', async () => {
    const { objective, optimizer } = parabola();
    const stop = new AbortController();
    const done: number[] = [];
    const onStep = ({ step }: StepReport) => {
      done.push(step);
      if (step === 1) stop.abort();
    };
    const result = await train({ ...defaults, steps: 9, objective, optimizer, signal: stop.signal, onStep });
    expect(result).toEqual({ steps: 2, stopped: true, resumedFrom: 0 });
    expect(done).toEqual([0, 1]);
  });

  test('that came before the start lets nothing happen; one after the last step is too late', async () => {
    const { objective, optimizer, w } = parabola();
    const early = await train({ ...defaults, objective, optimizer, signal: AbortSignal.abort() });
    expect(early).toEqual({ steps: 0, stopped: true, resumedFrom: 0 });
    expect(await w.data()).toEqual(Float32Array.of(0));
    const stop = new AbortController();
    const onStep = ({ step }: StepReport) => step === 2 && stop.abort();
    const late = await train({ ...defaults, objective, optimizer, signal: stop.signal, onStep: (r) => void onStep(r) });
    expect(late).toEqual({ steps: 3, stopped: false, resumedFrom: 0 });
  });
});

describe('with real parts', () => {
  /** 4 × 6 pixels of 1 channel in patches of 2 × 2. */
  function parts() {
    const positions = tinyPositions(6, 5);
    return {
      patches: imagePatches({ imageSize: [4, 6], patchSize: 2, hidden: 3 }),
      patchNetwork: tinyNetwork(4, 5),
      positions,
      pool: tinyPool(positions),
    };
  }

  /** Two kinds of pictures: bright on the left, bright on the right, with noise. */
  function pictures(step: number): ArrayBatch {
    const images = numbers(batchSize * 24, step + 5).map((noise, i) => {
      const onTheLeft = i % 6 < 3 ? 1 : -1;
      return noise / 4 + (Math.floor(i / 24) % 2 ? onTheLeft : -onTheLeft);
    });
    return { images, shape: [batchSize, 4, 6, 1], labels: Int32Array.from({ length: batchSize }, (_, i) => i % 2) };
  }

  test('a classifier learns two kinds of pictures', async () => {
    const classifier = hybridClassifier({ ...parts(), classes: 2 });
    const objective = classification(classifier);
    const optimizer = sgd({ variables: objective.variables });
    const reports: StepReport[] = [];
    const onStep = (report: StepReport) => void reports.push(report);
    await train({ ...defaults, objective, optimizer, batches: pictures, steps: 40, onStep });
    expect(reports[0]!.loss).toBeGreaterThan(0.5);
    expect(reports.at(-1)!.loss).toBeLessThan(0.01);
    expect(reports.at(-1)!.metrics.accuracy).toBe(1);
  });

  test('patch selection overfits one batch, the same way each time', async () => {
    const run = async () => {
      const objective = patchSelection({ ...parts(), loss: contrastiveLoss({ scale: 'sqrt' }), head: 'query' });
      const optimizer = sgd({ variables: objective.variables });
      const losses: number[] = [];
      const onStep = ({ loss }: StepReport) => void losses.push(loss);
      await train({ ...defaults, objective, optimizer, batches: () => pictures(0), steps: 40, onStep });
      return losses;
    };
    const losses = await run();
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(0.8 * mean(losses.slice(0, 10)));
    expect(await run()).toEqual(losses);
  });
});

test('says what it cannot run with', async () => {
  const { objective, optimizer } = parabola();
  const run = (changes: object) => train({ ...defaults, objective, optimizer, ...changes });
  await expect(run({ steps: 0 })).rejects.toThrow('steps is a whole number of at least 1: got 0');
  await expect(run({ batchSize: 1.5 })).rejects.toThrow('batchSize is a whole number of at least 1: got 1.5');
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
    await expect(run({ seed })).rejects.toThrow(
      `seed is an unsigned 32-bit integer: got ${seed}; use a whole number in [0, 2 ** 32 − 1]`,
    );
  }
  await expect(run({ steps: 2 ** 30, batchSize: 6 })).rejects.toThrow(
    'steps × batchSize is at most 2 ** 32 images, each of which draws from a stream of its own: ' +
      'got 1073741824 × 6; take fewer steps',
  );
  await expect(run({ batchSize: 4 })).rejects.toThrow(
    'the batch of step 0 has 6 images: expected at most batchSize, 4',
  );
  await expect(run({ learningRate: () => Number.NaN })).rejects.toThrow(
    'the learning rate of step 0 is a finite number: got NaN',
  );
  await expect(run({ nonFinite: 'ignore' })).rejects.toThrow("nonFinite is one of 'stop', 'skip': got 'ignore'");
  await expect(run({ gradients: { accumulate: 0 } })).rejects.toThrow(
    'gradients.accumulate is a whole number of at least 1: got 0',
  );
  await expect(run({ gradients: { clipNorm: 0 } })).rejects.toThrow('gradients.clipNorm is above 0: got 0');
  await expect(run({ checkpoints: { store: checkpointsInMemory(), every: 0 } })).rejects.toThrow(
    'checkpoints.every is a whole number of at least 1: got 0',
  );
  await expect(run({ checkpoints: { store: checkpointsInMemory(), every: 1, onFailure: 'retry' } })).rejects.toThrow(
    "checkpoints.onFailure is one of 'stop', 'continue': got 'retry'",
  );
  await expect(run({ gradients: { communicator: inProcessCommunicators(4)[0] } })).rejects.toThrow(
    'batchSize is divided among 4 ranks: got 6; use a multiple of 4',
  );
});
