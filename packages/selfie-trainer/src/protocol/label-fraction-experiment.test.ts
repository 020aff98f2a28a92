import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { linearArm, tinyData } from '../../testing/tiny-experiment.ts';
import type { Random } from '../interfaces.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import { freeze } from '../variables/freeze.ts';
import type { Arm } from './arm.ts';
import type { Batches } from './experiment-data.ts';
import {
  type ExperimentProgress,
  type LabelFractionOptions,
  type LabelFractionResult,
  labelFractionExperiment,
} from './label-fraction-experiment.ts';
import { pairedTest } from './paired-test.ts';
import { type RunRecord, recordsInMemory, type Setting } from './run-record.ts';

const setting = (learningRate: number): Setting => ({ learningRate, weightDecay: 1e-4, steps: 6 });

const options = () => ({
  arms: [linearArm('plain'), linearArm('small', 0.1)] as Arm[],
  data: tinyData(),
  labels: [9, 30],
  grid: [setting(0.01), setting(0.3)],
  protocol: { seeds: 3, subsets: 'each' as const, tuningSeeds: 2, batchSize: 8 },
});

/** The last picture of the last batch is brighter by 1/255. */
async function* shifted(batches: Batches): AsyncGenerator<ArrayBatch> {
  const all: ArrayBatch[] = [];
  for await (const batch of batches) all.push({ ...batch, images: batch.images.slice() });
  const { images } = all.at(-1)!;
  images[images.length - 1]! += 1 / 255;
  yield* all;
}

async function* twice(batches: Batches): AsyncGenerator<ArrayBatch> {
  for await (const batch of batches) {
    yield batch;
    yield batch;
  }
}

/** `linearArm`, with dropout on its logits, which in evaluation is nothing. */
function droppingArm(name: string, rate: number): Arm {
  return {
    name,
    async classifier(seed) {
      const plain = await linearArm(name).classifier(seed);
      const dropout = (logits: tf.Tensor2D, { seed }: Random) =>
        tf.dropout(logits, rate, undefined, seed) as tf.Tensor2D;
      return {
        ...plain,
        apply(images, options) {
          const logits = plain.apply(images, options);
          return options?.training ? dropout(logits, options.random!) : logits;
        },
      };
    },
  };
}

const withoutSeconds = (records: RunRecord[]) => records.map(({ seconds, ...record }) => record);

describe('a small experiment', async () => {
  const [plain, small] = [linearArm('plain'), linearArm('small', 0.1)];
  const data = tinyData();
  const store = recordsInMemory();
  const progress: ExperimentProgress[] = [];
  const before = tf.memory().numTensors;
  const onProgress = (report: ExperimentProgress) => progress.push(report);
  const results = await labelFractionExperiment({ ...options(), arms: [plain, small], data, store, onProgress });
  const records = await store.read();

  test('tunes every arm over the same grid, and takes the best to the test pictures', () => {
    expect(results.map(({ labels, arms }) => [labels, arms.map(({ arm }) => arm)])).toEqual([
      [9, ['plain', 'small']],
      [30, ['plain', 'small']],
    ]);
    for (const { labels, arms } of results) {
      for (const { arm, setting: chosen, trials, test } of arms) {
        const tuned = records.filter((r) => r.phase === 'tuning' && r.arm === arm && r.labels === labels);
        expect(tuned.map((r) => [r.setting.learningRate, r.seed])).toEqual([
          [0.01, 1],
          [0.01, 2],
          [0.3, 1],
          [0.3, 2],
        ]);
        expect(trials.map((trial) => trial.accuracy)).toEqual([
          (tuned[0]!.accuracy + tuned[1]!.accuracy) / 2,
          (tuned[2]!.accuracy + tuned[3]!.accuracy) / 2,
        ]);
        const final = records.filter((r) => r.phase === 'final' && r.arm === arm && r.labels === labels);
        expect(final.map((r) => [r.setting, r.seed])).toEqual([1, 2, 3].map((seed) => [chosen, seed]));
        expect(test.values).toEqual(final.map((r) => r.accuracy));
      }
    }
    expect(data.tested).toBe(2 * 2 * 3 + 1); // at each of 12 final runs, and once for all fingerprints
  });

  test('compares with the baseline seed by seed', () => {
    for (const { arms } of results) {
      expect(arms[0]).not.toHaveProperty('gain');
      expect(arms[1]!.gain).toEqual(pairedTest(arms[1]!.test.values, arms[0]!.test.values));
    }
  });

  test("with subsets 'each', one seed is one set of labelled pictures and batches, whatever the arm", () => {
    const half = data.seen.length / 2;
    const ofLabels = [data.seen.slice(0, half), data.seen.slice(half)];
    for (const seen of ofLabels) {
      const [first, second] = [seen.slice(0, 7), seen.slice(7)]; // four runs of tuning, three final ones
      expect(second).toEqual(first);
      const finals = first.slice(4);
      expect(finals.map(({ seed }) => seed)).toEqual([1, 2, 3]);
      expect(new Set(finals.map(({ indices }) => indices.join())).size).toBe(3);
      const tuned = first[0]!;
      expect(tuned.seed).toBe(2 ** 31 + 1); // seeds of its own
      expect(finals[0]!.indices).toEqual(expect.arrayContaining(tuned.indices)); // out of the same labelled pictures
    }
    expect(ofLabels.map((seen) => [seen[0]!.indices.length, seen[4]!.indices.length])).toEqual([
      [8, 9],
      [27, 30],
    ]);
    expect(small.made).toEqual(plain.made);
  });

  test('tells how far it is', () => {
    expect(progress).toHaveLength(28 * 7); // six steps and the end of each run
    expect(progress[0]).toMatchObject({ run: { phase: 'tuning', seed: 1 }, step: 1, finished: 0, runs: 28 });
    expect(progress.filter(({ record }) => record).map(({ finished }) => finished)).toEqual(
      Array.from({ length: 28 }, (_, i) => i + 1),
    );
  });

  test('leaves nothing behind', () => {
    expect(tf.memory().numTensors).toBe(before);
  });

  test('gives the same again', async () => {
    const again = recordsInMemory();
    expect(await labelFractionExperiment({ ...options(), store: again })).toEqual(results);
    expect(withoutSeconds(await again.read())).toEqual(withoutSeconds(records));
  });

  test.each([1, 8, 30, 64, 130])('stopped at call %i and gone on with, it gives the same', async (calls) => {
    const resumed = recordsInMemory();
    const stop = new AbortController();
    let left = calls;
    const stopping = labelFractionExperiment({
      ...options(),
      store: resumed,
      signal: stop.signal,
      onProgress: () => --left === 0 && stop.abort(new Error('stopped')),
    });
    await expect(stopping).rejects.toThrow('stopped');
    const done = (await resumed.read()).length;
    expect(done).toBe(Math.floor(calls / 7));

    let steps = 0;
    const onProgress = ({ record }: ExperimentProgress) => {
      if (!record) steps++;
    };
    expect(await labelFractionExperiment({ ...options(), store: resumed, onProgress })).toEqual(results);
    expect(steps).toBe(6 * (28 - done)); // nothing is done twice
    expect(withoutSeconds(await resumed.read())).toEqual(withoutSeconds(records));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a store', () => {
  const few = { ...options(), labels: [9], grid: [setting(0.3)], protocol: { seeds: 2 } };
  const stepsOf = async (more: Partial<LabelFractionOptions>, store = recordsInMemory()) => {
    let steps = 0;
    const onProgress = ({ record }: ExperimentProgress) => {
      if (!record) steps++;
    };
    await labelFractionExperiment({ ...few, ...more, store, onProgress });
    return steps;
  };

  test('serves another experiment that shares an arm', async () => {
    const store = recordsInMemory();
    expect(await stepsOf({}, store)).toBe(4 * 6);
    expect(await stepsOf({}, store)).toBe(0);
    expect(await stepsOf({ arms: [linearArm('plain'), linearArm('large', 3)] }, store)).toBe(2 * 6);
  });

  test.each<[string, Partial<LabelFractionOptions>, number]>([
    ["an arm's weights", { arms: [linearArm('plain'), linearArm('small', 0.2)] }, 2],
    ['the batch size', { protocol: { seeds: 2, batchSize: 5 } }, 4],
    ['the warm-up', { protocol: { seeds: 2, warmup: 0.5 } }, 4],
    ['the setting', { grid: [{ ...setting(0.3), weightDecay: 0 }] }, 4],
    ['the number of labels', { labels: [12] }, 4],
    [
      'the pictures to learn from',
      { data: { ...tinyData(), evaluation: (indices) => shifted(tinyData().evaluation(indices)) } },
      4,
    ],
    ['a test picture beyond the first batch', { data: { ...tinyData(), test: () => shifted(tinyData().test()) } }, 4],
    ['more test pictures', { data: { ...tinyData(), test: () => twice(tinyData().test()) } }, 4],
    [
      'the labels',
      { data: { ...tinyData(), labels: Uint8Array.from({ length: 60 }, (_, i) => Math.floor(i / 20)) } },
      4,
    ],
  ])('has nothing for other runs: %s', async (_, change, runs) => {
    const store = recordsInMemory();
    await stepsOf({}, store);
    expect(await stepsOf(change, store)).toBe(runs * 6);
  });
});

test('a store has nothing for another dropout rate', async () => {
  const store = recordsInMemory();
  const runs = async (rate: number) => {
    const arms = [linearArm('plain'), droppingArm('dropping', rate)];
    await labelFractionExperiment({ ...options(), arms, labels: [9], grid: [setting(0.3)], store });
    return (await store.read()).length;
  };
  expect(await runs(0.2)).toBe(6);
  expect(await runs(0.2)).toBe(6);
  expect(await runs(0.5)).toBe(6 + 3);
});

test('an arm with frozen variables keeps them, and is another than without', async () => {
  const plain = linearArm('plain');
  const kernels: number[][] = [];
  const frozen: Arm = {
    name: 'frozen',
    async classifier(seed) {
      const classifier = await plain.classifier(seed);
      freeze(classifier.variables, (path) => path === 'kernel');
      const kernel = classifier.variables.kernel!;
      kernels.push([...kernel.dataSync()]);
      const dispose = () => {
        kernels.push([...kernel.dataSync()]);
        classifier.dispose();
      };
      return { ...classifier, dispose };
    },
  };
  const store = recordsInMemory();
  await labelFractionExperiment({ ...options(), arms: [plain, frozen], labels: [30], grid: [setting(0.3)], store });
  const records = await store.read();
  expect(kernels).toHaveLength(2 * 3);
  for (let run = 0; run < 3; run++) {
    expect(kernels[2 * run + 1]).toEqual(kernels[2 * run]);
    expect(records[3 + run]!.fingerprint).not.toBe(records[run]!.fingerprint);
    expect(records[3 + run]!.loss).not.toBe(records[run]!.loss);
  }
});

test("an arm's groups multiply the rates of settings, and other groups are another run", async () => {
  const store = recordsInMemory();
  const last = async (learningRate: number, groups?: Arm['groups']) => {
    const arms = [{ ...linearArm('plain'), groups }];
    await labelFractionExperiment({ ...options(), arms, labels: [9], grid: [setting(learningRate)], store });
    const records = await store.read();
    return { count: records.length, loss: records.at(-1)!.loss! };
  };
  const match = () => true;
  const [half, whole] = [await last(0.15), await last(0.3)];
  expect(half.loss).not.toBe(whole.loss);
  const halved = await last(0.3, [{ match, rate: 0.5 }]);
  expect(halved.count).toBe(3 * 3);
  expect(halved.loss).toBeCloseTo(half.loss, 6);
  expect(await last(0.3, [{ match, rate: 0.5 }])).toEqual(halved);
  const decayed = await last(0.3, [{ match, rate: 0.5, weightDecay: 1 }]);
  expect(decayed.count).toBe(4 * 3);
  expect(decayed.loss).not.toBeCloseTo(half.loss, 3);
});

test("with subsets 'one', all seeds and arms have one subset, of which each seed of tuning holds other pictures out", async () => {
  const data = tinyData();
  const { subsets, ...protocol } = options().protocol;
  const [{ arms }] = (await labelFractionExperiment({ ...options(), data, protocol, labels: [30] })) as [
    LabelFractionResult,
  ];
  const learned = data.seen.map(({ indices }) => indices.join());
  const [first, second] = [learned.slice(0, 7), learned.slice(7)]; // four runs of tuning, three final ones
  expect(second).toEqual(first);
  expect(new Set(first.slice(4)).size).toBe(1);
  expect(new Set(first.slice(0, 4)).size).toBe(2);
  const subset = data.seen[4]!.indices;
  expect(subset).toHaveLength(30);
  for (const { indices } of data.seen.slice(0, 4)) {
    expect(indices).toHaveLength(27);
    expect(subset).toEqual(expect.arrayContaining(indices));
  }
  expect(data.seen.slice(4, 7).map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(new Set(arms[0]!.test.values).size).toBeGreaterThan(1); // weights and batches still differ
});

test('a grid of one setting needs no tuning, and may differ with the labels', async () => {
  const results = await labelFractionExperiment({
    ...options(),
    grid: (labels) => [{ ...setting(0.1), steps: labels / 3 }],
  });
  expect(results.map(({ arms }) => arms.map(({ setting, trials }) => [setting.steps, trials]))).toEqual([
    [
      [3, []],
      [3, []],
    ],
    [
      [10, []],
      [10, []],
    ],
  ]);
});

test.each<[string, Partial<LabelFractionOptions>]>([
  ['arms holds at least the baseline: got none', { arms: [] }],
  ['arms have names of their own: got a, a', { arms: [linearArm('a'), linearArm('a')] }],
  ['labels holds at least one number of labels: got none', { labels: [] }],
  ['labels are all different: got 9, 9', { labels: [9, 9] }],
  ['labels are whole numbers from 2 to 60: got 0.1; turn a fraction into a number', { labels: [0.1] }],
  ['labels are whole numbers from 2 to 60: got 61', { labels: [61] }],
  ['grid holds at least one setting: got none', { grid: [] }],
  ['learningRate of a setting is a rate above 0: got 0', { grid: [setting(0)] }],
  ['weightDecay of a setting is at least 0: got -1', { grid: [{ ...setting(1), weightDecay: -1 }] }],
  ['steps of a setting is a whole number of at least 1: got 2.5', { grid: [{ ...setting(1), steps: 2.5 }] }],
  ['protocol.seeds is a whole number of at least 2: got 1', { protocol: { seeds: 1 } }],
  [`protocol.subsets is 'one' or 'each': got "two"`, { protocol: { subsets: 'two' as 'one' } }],
  ['protocol.tuningSeeds is at most seeds, 5: got 6', { protocol: { tuningSeeds: 6 } }],
  ['protocol.batchSize is a whole number of at least 1: got 0', { protocol: { batchSize: 0 } }],
  ['protocol.heldOut is a share in (0, 1): got 1', { protocol: { heldOut: 1 } }],
  ['protocol.warmup is a share in [0, 1): got 1', { protocol: { warmup: 1 } }],
])('%s', async (sentence, change) => {
  await expect(labelFractionExperiment({ ...options(), ...change })).rejects.toThrow(sentence);
});
