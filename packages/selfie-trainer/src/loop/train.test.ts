import * as tf from '@tensorflow/tfjs-core';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches } from 'selfie-patches';
import { describe, expect, test } from 'vitest';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from '../../testing/tiny-parts.ts';
import type { ApplyOptions, Objective } from '../interfaces.ts';
import { hybridClassifier } from '../networks/hybrid-classifier.ts';
import { classification } from '../objectives/classification.ts';
import { patchSelection } from '../objectives/patch-selection.ts';
import { sgd } from '../optimizers/sgd.ts';
import type { ArrayBatch } from './array-batch.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { type StepReport, train } from './train.ts';

const batchSize = 6;

/** Minimises (w − mean(images))², with a running mean of the images; `factor` times its loss. */
function parabola(factor: (step: number) => number = () => 1) {
  const w = tf.tidy(() => tf.variable(tf.scalar(0)));
  const running = tf.tidy(() => tf.variable(tf.scalar(0), false));
  const seen: ApplyOptions[] = [];
  const apply: Objective['apply'] = ({ images }, options = {}) =>
    tf.tidy(() => {
      const mean = tf.mean<tf.Scalar>(images);
      options.statistics?.(running, tf.keep(tf.clone(mean)));
      seen.push(options);
      const loss = tf.mul(factor(seen.length - 1), tf.squaredDifference(w, mean)) as tf.Scalar;
      return { loss, metrics: { mean } };
    });
  const objective: Objective = { apply, variables: { w, running }, dispose() {} };
  return { objective, seen, w, running, optimizer: sgd({ variables: objective.variables, weightDecay: 0 }) };
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
    expect(result).toEqual({ steps: 3, stopped: false });
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
      };
    });
    expect(reports).toEqual(expected);
    expect((await w.data())[0]).toBeCloseTo(value, 5);
    expect(await running.data()).toEqual(Float32Array.of(3));
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

describe('what is not finite ends the run', () => {
  test.each([
    ['loss', Number.NaN, 'the loss is NaN at step 2 (the last good loss was 4)'],
    ['loss', Number.POSITIVE_INFINITY, 'the loss is Infinity at step 2 (the last good loss was 4)'],
  ])('%s of %d: with step and last good loss, and nothing changed', async (_, bad, sentence) => {
    const { objective, w, running } = parabola((step) => (step === 2 ? bad : 1));
    const optimizer = sgd({ variables: objective.variables, weightDecay: 0, momentum: 0 });
    const before = tf.memory().numTensors;
    const error = await train({ ...defaults, steps: 5, objective, optimizer, learningRate: () => 0 }).catch((e) => e);
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toBe(`${sentence}; lower the learning rate, 0 there, or warm up longer`);
    expect(error).toMatchObject({ name: 'NonFiniteError', step: 2, loss: bad, lastGoodLoss: 4 });
    expect(await running.data()).toEqual(Float32Array.of(2)); // the mean of step 1
    expect(await w.data()).toEqual(Float32Array.of(0));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a gradient alone: the root of 0 has a slope of infinity', async () => {
    const w = tf.variable(tf.scalar(0));
    const objective: Objective = {
      variables: { w },
      apply: () => ({ loss: tf.sqrt(w) as tf.Scalar, metrics: {} }),
      dispose() {},
    };
    const optimizer = sgd({ variables: objective.variables });
    await expect(train({ ...defaults, objective, optimizer })).rejects.toThrow(
      /the gradient norm is (Infinity|NaN) at step 0 \(it was the first step\)/,
    );
    expect(await w.data()).toEqual(Float32Array.of(0));
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
    expect(result).toEqual({ steps: 2, stopped: true });
    expect(done).toEqual([0, 1]);
  });

  test('that came before the start lets nothing happen; one after the last step is too late', async () => {
    const { objective, optimizer, w } = parabola();
    const early = await train({ ...defaults, objective, optimizer, signal: AbortSignal.abort() });
    expect(early).toEqual({ steps: 0, stopped: true });
    expect(await w.data()).toEqual(Float32Array.of(0));
    const stop = new AbortController();
    const onStep = ({ step }: StepReport) => step === 2 && stop.abort();
    const late = await train({ ...defaults, objective, optimizer, signal: stop.signal, onStep: (r) => void onStep(r) });
    expect(late).toEqual({ steps: 3, stopped: false });
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

  test('live tensors after each step are those after the first, also when a callback throws', async () => {
    const objective = patchSelection({ ...parts(), loss: contrastiveLoss() });
    const optimizer = sgd({ variables: objective.variables });
    const live: number[] = [];
    const onStep = () => void live.push(tf.memory().numTensors);
    await train({ ...defaults, objective, optimizer, batches: pictures, steps: 7, onStep });
    expect(new Set(live).size).toBe(1);
    const failing = train({
      ...defaults,
      objective,
      optimizer,
      batches: pictures,
      onStep: () => {
        throw new Error('the disk is full');
      },
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(tf.memory().numTensors).toBe(live[0]);
  });
});

test('says what it cannot run with', async () => {
  const { objective, optimizer } = parabola();
  const run = (changes: object) => train({ ...defaults, objective, optimizer, ...changes });
  await expect(run({ steps: 0 })).rejects.toThrow('steps is a whole number of at least 1: got 0');
  await expect(run({ batchSize: 1.5 })).rejects.toThrow('batchSize is a whole number of at least 1: got 1.5');
  await expect(run({ batchSize: 4 })).rejects.toThrow(
    'the batch of step 0 has 6 images: expected at most batchSize, 4',
  );
});
