import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { expectNoLeakInEvaluation, expectNoLeakInTraining } from '../../testing/expect-no-leak.ts';
import { finetuning, parabola, pictures, pretraining } from '../../testing/small-runs.ts';
import type { Objective } from '../interfaces.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import { evaluate } from './evaluate.ts';
import { train } from './train.ts';
import type { TrainOptions } from './train-options.ts';

const small = () => parabola().objective;

test('200 steps leave no more than 10, and evaluations nothing', async () => {
  await expectNoLeakInTraining(small, 200);
  await expectNoLeakInEvaluation(small, 50);
});

const broken = (): never => {
  throw new Error('no luck');
};
/** Works before step 3. */
const breaksLater = (step: number) => (step < 3 ? pictures(4, step) : broken());

test.each<[string, (options: TrainOptions) => Partial<TrainOptions>]>([
  ['the callback', () => ({ onStep: ({ step }) => void breaksLater(step) })],
  ['an asynchronous callback', () => ({ onStep: async ({ step }) => void breaksLater(step) })],
  ['the batch source', () => ({ batches: breaksLater })],
  ['an asynchronous batch source', () => ({ batches: async (step) => breaksLater(step) })],
  ['a batch without a label an image', () => ({ batches: () => ({ ...pictures(4, 0), labels: Int32Array.of(1) }) })],
  ['the schedule', () => ({ learningRate: (step) => breaksLater(step).images[0]! })],
  ['the optimizer', ({ optimizer }) => ({ optimizer: { ...optimizer, update: broken } })],
  ['the average', ({ average }) => ({ average: { ...average!, update: broken } })],
  [
    'the store, saving',
    ({ checkpoints }) => ({ checkpoints: { ...checkpoints!, store: storeThat({ save: broken }) } }),
  ],
  [
    'the store, loading',
    ({ checkpoints }) => ({ checkpoints: { ...checkpoints!, store: storeThat({ latest: broken }) } }),
  ],
  [
    'the store, putting aside',
    ({ checkpoints, ...options }) => ({
      checkpoints: { ...checkpoints!, store: storeThat({ putAside: broken }) },
      batches: (step) => (step < 3 ? options.batches(step) : { ...pictures(4, step), images: notNumbers }),
    }),
  ],
  ['the score', ({ checkpoints }) => ({ checkpoints: { ...checkpoints!, score: broken } })],
  [
    'the objective, having computed',
    ({ objective: { apply, ...objective } }) => ({
      objective: { ...objective, apply: (...given) => (apply(...given).loss ? broken() : broken()) },
    }),
  ],
])('%s that throws ends the run, and nothing is left behind', async (_, changes) => {
  for (const make of [small, () => pretraining({ norms: true }), () => finetuning()])
    await expectNothingLeft(make, changes);
});

const notNumbers = new Float32Array(4 * 64).fill(Number.NaN);

/** Trains until something throws, and expects as much to be alive as before. */
async function expectNothingLeft(make: () => Objective, changes: (options: TrainOptions) => Partial<TrainOptions>) {
  const objective = make();
  const { variables } = objective;
  const options: TrainOptions = {
    objective,
    optimizer: sgd({ variables }),
    average: movingAverage({ variables }),
    learningRate: () => 0.1,
    batches: (step) => pictures(4, step),
    steps: 9,
    batchSize: 4,
    seed: 0,
    gradients: { accumulate: 2, clipNorm: 1 },
    checkpoints: { store: checkpointsInMemory(), every: 2 },
  };
  await train({ ...options, steps: 1, checkpoints: undefined }); // the averages share the variables' bytes before
  const { numTensors, numBytes } = tf.memory();
  await expect(train({ ...options, ...changes(options) })).rejects.toThrow(/no luck|one label an image/);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
}

function storeThat(changes: object) {
  return { ...checkpointsInMemory(), ...changes };
}

test('evaluation leaves nothing when its batches or its objective throw', async () => {
  const objective = small();
  const { numTensors, numBytes } = tf.memory();
  const batches = function* () {
    yield pictures(4, 0);
    broken();
  };
  await expect(evaluate({ objective, batches: batches() })).rejects.toThrow('no luck');
  const failing = { ...objective, apply: () => broken() };
  await expect(evaluate({ objective: failing, batches: [pictures(4, 0)] })).rejects.toThrow('no luck');
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
});
