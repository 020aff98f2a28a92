import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork } from 'selfie-resnet';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import type { StepReport } from '../loop/step-report.ts';
import { train } from '../loop/train.ts';
import { patchSelection } from '../objectives/patch-selection.ts';
import { sgd } from '../optimizers/sgd.ts';
import { readVariables } from '../variables/read-variables.ts';
import { collapseSignals } from './collapse-signals.ts';
import { linearProbe } from './linear-probe.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { onlineProbes } from './online-probes.ts';
import { pooledFeatures } from './pooled-features.ts';
import { selectionAccuracyByPosition } from './selection-accuracy-by-position.ts';

/** Two kinds of pictures: bright on the left, bright on the right, with noise. */
function pictures(b: number, seed: number): ArrayBatch {
  const images = numbers(b * 24, seed).map(
    (noise, i) => noise ** 3 + (i % 6 < 3 === Math.floor(i / 24) % 2 > 0 ? 1 : 0),
  );
  return { images, shape: [b, 4, 6, 1], labels: Int32Array.from({ length: b }, (_, i) => i % 2) };
}

const [labelled, held] = [[pictures(14, 1), pictures(11, 2)], [pictures(7, 3)]];

function parts() {
  const patches = imagePatches({ imageSize: [4, 6], patchSize: 2, hidden: 3 });
  const network = patchNetwork({ depths: [1], width: 4, block: 'basic', channels: 1 });
  const size = network.outputSize;
  const positions = learnedPositions({ count: patches.count, size });
  const pool = attentionPool({ size, blocks: 1, heads: 2, feedForward: 5, positions }); // with dropout
  const loss = contrastiveLoss();
  return { patches, patchNetwork: network, positions, pool, loss };
}

async function run(
  onStep: (
    given: ReturnType<typeof parts>,
    objective: ReturnType<typeof patchSelection>,
  ) => (report: StepReport) => Promise<void>,
) {
  const given = parts();
  const objective = patchSelection(given);
  const optimizer = sgd({ variables: objective.variables });
  const options = { objective, optimizer, learningRate: () => 0.1, steps: 5, batchSize: 6, seed: 9 };
  await train({ ...options, batches: (step) => pictures(6, 10 + step), onStep: onStep(given, objective) });
  return readVariables({ ...objective.variables, ...optimizer.slots });
}

test('hands on what the probes measure after each so many steps, and changes no bit of the run', async () => {
  const handed: [number, Readonly<Record<string, number>>][] = [];
  const live: number[] = [];
  const probed = await run((given, objective) =>
    onlineProbes({
      ...given,
      every: 2,
      train: labelled,
      test: held,
      objective,
      async onStep({ step }, values) {
        handed.push([step, values]);
        live.push(tf.memory().numTensors);
        if (step !== 3) return;
        const features = {
          train: await pooledFeatures({ ...given, batches: labelled }),
          test: await pooledFeatures({ ...given, batches: held }),
        };
        const selection = await selectionAccuracyByPosition({ objective, count: 6, batches: held });
        const { deviation, unitDeviation, effectiveRank } = collapseSignals(features.train);
        expect(values).toEqual({
          'probe/knn': (await nearestNeighbours(features)).accuracy,
          'probe/linear': (await linearProbe(features)).accuracy,
          'probe/linear/converged': 1,
          'probe/deviation': deviation,
          'probe/unitDeviation': unitDeviation,
          'probe/effectiveRank': effectiveRank,
          'probe/selection': selection.overall,
          ...Object.fromEntries([...selection.accuracy].map((value, i) => [`probe/selection/${i}`, value])),
        });
      },
    }),
  );
  expect(handed.map(([step, values]) => [step, Object.keys(values).length])).toEqual([
    [0, 0],
    [1, 13],
    [2, 0],
    [3, 13],
    [4, 0],
  ]);
  expect(new Set(live).size).toBe(1);
  expect(await run(() => async () => {})).toEqual(probed);
});

test('runs the probes that are asked for', async () => {
  const names = async (changes: Partial<Parameters<typeof onlineProbes>[0]>) => {
    let got: string[] = [];
    const onStep = (_: StepReport, values: object) => {
      got = Object.keys(values);
    };
    await onlineProbes({ ...parts(), every: 1, train: labelled, test: held, onStep, ...changes })({
      step: 0,
    } as StepReport);
    return got;
  };
  expect(await names({ probes: ['linear'] })).toEqual(['probe/linear', 'probe/linear/converged']);
  expect(await names({ probes: ['collapse', 'knn'] })).toEqual([
    'probe/knn',
    'probe/deviation',
    'probe/unitDeviation',
    'probe/effectiveRank',
  ]);
  expect(await names({ probes: [] })).toEqual([]);
});

test('says what it cannot do, and passes on what its callback throws', async () => {
  const options = { ...parts(), train: labelled, test: held, onStep() {} };
  expect(() => onlineProbes({ ...options, every: 0 })).toThrow('every is a whole number of at least 1: got 0');
  expect(() => onlineProbes({ ...options, every: 1, probes: ['tree' as 'knn'] })).toThrow(
    'probes are of knn, linear, collapse: got tree',
  );
  expect(() => onlineProbes({ ...options, every: 1, test: held.values() })).toThrow(
    'test is gone through again and again: got a generator; give an array, or what makes one anew',
  );
  const failing = onlineProbes({
    ...options,
    every: 1,
    onStep() {
      throw new Error('the disk is full');
    },
  });
  const before = tf.memory().numTensors;
  await expect(failing({ step: 0 } as StepReport)).rejects.toThrow('the disk is full');
  expect(tf.memory().numTensors).toBe(before);
});
