import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { evaluate, movingAverage, type Objective, sgd, train } from '../src/index.ts';
import { checkpointsInMemory } from './checkpoints-in-memory.ts';
import { pictures } from './small-runs.ts';

const live = () => {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  return { numTensors, numBytes, numDataBuffers };
};

/** Trains with everything that a step can do, and expects as much to be alive after the last step as after the tenth. */
export async function expectNoLeakInTraining(makeObjective: () => Objective, steps: number): Promise<void> {
  const before = live();
  const objective = makeObjective();
  const { variables } = objective;
  const optimizer = sgd({ variables });
  const average = movingAverage({ variables });
  const alive = new Map<number, object>();
  await train({
    objective,
    optimizer,
    average,
    learningRate: () => 0.01,
    batches: (step) => pictures(4, step % 7),
    steps,
    batchSize: 4,
    seed: 0,
    gradients: { accumulate: 2, clipNorm: 1 },
    checkpoints: { store: { ...checkpointsInMemory(), save: async () => {} }, every: 50 },
    onStep: ({ step }) => void alive.set(step + 1, live()),
  });
  expect(alive.get(steps)).toEqual(alive.get(10));
  for (const owner of [average, optimizer, objective]) owner.dispose();
  expect(live()).toEqual(before);
}

/** Evaluates again and again, and expects nothing to be left of it. */
export async function expectNoLeakInEvaluation(makeObjective: () => Objective, times: number): Promise<void> {
  const objective = makeObjective();
  const before = live();
  for (let i = 0; i < times; i++) await evaluate({ objective, batches: [pictures(3, i), pictures(2, i)] });
  expect(live()).toEqual(before);
  objective.dispose();
}
