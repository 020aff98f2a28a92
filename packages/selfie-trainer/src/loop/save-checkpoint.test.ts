import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
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
const progress = { step: 7, skippedInARow: 2, lastGoodLoss: 0.1 + 0.2 };
const run = { state, settings, report, progress, judge: true, stopped: false };
const full = { ...checkpointsInMemory(), save: () => Promise.reject(new Error('the disk is full')) };

test('saves state, settings, steps done, and the score', async () => {
  const store = checkpointsInMemory();
  await saveCheckpoint({ store, every: 1, score: ({ metrics }) => metrics.accuracy! }, run);
  await saveCheckpoint({ store, every: 1 }, run);
  await saveCheckpoint({ store, every: 1, score: async () => Number.NaN }, run);
  const w = { dtype: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) };
  const saved = {
    step: 7,
    tensors: { 'variables/w': w },
    metadata: { seed: '1', skippedInARow: '2', lastGoodLoss: '0.30000000000000004' },
  };
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

describe('the score', () => {
  const scoresOf = ({ saved }: { saved: { score?: number }[] }) => saved.map(({ score }) => score);

  test('is not asked for where the run only stops', async () => {
    const store = checkpointsInMemory();
    const score = vi.fn(() => 1);
    await saveCheckpoint({ store, every: 1, score }, { ...run, judge: false, stopped: true });
    expect(score).not.toHaveBeenCalled();
    expect(scoresOf(store)).toEqual([undefined]);
  });

  test('that throws does not lose the checkpoint, and is no error of the store', async () => {
    const store = checkpointsInMemory();
    const score = () => {
      tf.tidy(() => state['variables/w'].assign(tf.zeros([3]))); // as with averages and variables exchanged
      throw new Error('no test pictures');
    };
    await expect(saveCheckpoint({ store, every: 1, score }, run)).rejects.toThrow(/^no test pictures$/);
    tf.tidy(() => state['variables/w'].assign(tf.tensor1d([1, 2, 3])));
    expect(scoresOf(store)).toEqual([undefined]);
    expect(store.saved[0]!.tensors['variables/w']!.data).toEqual(Float32Array.of(1, 2, 3));

    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const fails = () => Promise.reject(new Error('no test pictures'));
    const saving = saveCheckpoint({ store: full, every: 1, score: fails, onFailure: 'continue' }, run);
    await expect(saving).rejects.toThrow(/^no test pictures$/);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('never stands between a stop and the checkpoint', async () => {
    for (const already of [true, false]) {
      const store = checkpointsInMemory();
      const stop = new AbortController();
      if (already) stop.abort();
      const saved: number[] = [];
      const score = async () => {
        saved.push(store.saved.length);
        stop.abort();
        await vi.waitFor(() => expect(store.saved).toHaveLength(1)); // which a score that is waited for would never see
        return 0.5;
      };
      await saveCheckpoint({ store, every: 1, score }, { ...run, stopped: already, signal: stop.signal });
      expect(saved).toEqual([already ? 1 : 0]);
      expect(scoresOf(store)).toEqual([undefined, 0.5]);
    }
  });
});
