import * as tf from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { saveCheckpoint } from './save-checkpoint.ts';

const state = { 'variables/w': tf.variable(tf.tensor1d([1, 2, 3])) };
const settings = { seed: '1' };
const report = {
  step: 6,
  loss: 0.25,
  metrics: { accuracy: 0.75 },
  gradientNorm: 1,
  learningRate: 0.1,
  picturesPerSecond: 1,
  memory: 1,
  skipped: false,
};
const run = { state, settings, report };
const full = { ...checkpointsInMemory(), save: () => Promise.reject(new Error('the disk is full')) };

test('saves state, settings, steps done, and the score', async () => {
  const store = checkpointsInMemory();
  await saveCheckpoint({ store, every: 1, score: ({ metrics }) => metrics.accuracy! }, run);
  await saveCheckpoint({ store, every: 1 }, run);
  await saveCheckpoint({ store, every: 1, score: async () => Number.NaN }, run);
  const w = { dtype: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) };
  const saved = { step: 7, tensors: { 'variables/w': w }, metadata: settings };
  expect(store.saved).toEqual([{ ...saved, score: 0.75 }, saved, saved]);
});

test('says that the checkpoint before is intact', async () => {
  await expect(saveCheckpoint({ store: full, every: 1 }, run)).rejects.toThrow(
    'the checkpoint of step 7 could not be saved, the one before it is intact: the disk is full; ' +
      "run again to go on from there, or set checkpoints.onFailure to 'continue'",
  );
});

test('or warns, once each time', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await saveCheckpoint({ store: full, every: 1, onFailure: 'continue' }, run);
  expect(warn.mock.calls).toEqual([
    ['the checkpoint of step 7 could not be saved, the one before it is intact: the disk is full; training goes on'],
  ]);
  warn.mockRestore();
});

test('does not take an error of the score for one of the store', async () => {
  const score = () => {
    throw new Error('no test pictures');
  };
  const saving = saveCheckpoint({ store: full, every: 1, score, onFailure: 'continue' }, run);
  await expect(saving).rejects.toThrow(/^no test pictures$/);
});
