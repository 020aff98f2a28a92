import * as tf from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { readVariables } from '../variables/read-variables.ts';
import { progressWords } from './progress.ts';
import { resume } from './resume.ts';

const settings = { seed: '1', batchSize: '4', steps: '9', options: '{"width":5}', backend: 'cpu' };
const state = () => ({ 'variables/w': tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3]))) });

async function storeWith(metadata: Record<string, string>, tensors = state()) {
  const store = checkpointsInMemory();
  await store.save({ step: 7, tensors: await readVariables(tensors), metadata });
  return store;
}

test('starts from the start where there is nothing', async () => {
  const mine = state();
  expect(await resume(checkpointsInMemory(), mine, settings)).toEqual({ step: 0, skippedInARow: 0 });
  expect(await mine['variables/w'].data()).toEqual(Float32Array.of(1, 2, 3));
});

test('takes values and step of the latest checkpoint', async () => {
  const store = await storeWith(settings);
  const mine = state();
  tf.tidy(() => mine['variables/w'].assign(tf.zeros([3])));
  expect(await resume(store, mine, settings)).toEqual({ step: 7, skippedInARow: 0 });
  expect(await mine['variables/w'].data()).toEqual(Float32Array.of(1, 2, 3));
});

test('takes what else the steps to come depend on', async () => {
  const store = await storeWith({
    ...settings,
    ...progressWords({ step: 7, skippedInARow: 3, lastGoodLoss: 0.1 + 0.2 }),
  });
  expect(await resume(store, state(), settings)).toEqual({ step: 7, skippedInARow: 3, lastGoodLoss: 0.1 + 0.2 });
});

test("refuses another run's checkpoint, and changes nothing", async () => {
  const store = await storeWith({ ...settings, seed: '2', options: '{"width":6}' });
  const mine = state();
  tf.tidy(() => mine['variables/w'].assign(tf.zeros([3])));
  await expect(resume(store, mine, settings)).rejects.toThrow(
    "the checkpoint of step 7 is another run's: seed (expected 2, got 1), options.width (expected 6, got 5); " +
      'use another folder, or the old options',
  );
  expect(await mine['variables/w'].data()).toEqual(new Float32Array(3));
});

test('refuses tensors that do not match', async () => {
  const store = await storeWith(settings);
  const other = { 'variables/v': tf.variable(tf.scalar(1)) };
  await expect(resume(store, other, settings)).rejects.toThrow('missing: variables/v; unexpected: variables/w');
});

test('warns of another backend in one line, and goes on', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const store = await storeWith({ ...settings, backend: 'abacus' });
  expect(await resume(store, state(), settings)).toMatchObject({ step: 7 });
  expect(warn.mock.calls).toEqual([
    [
      'The checkpoint of step 7 was made on abacus, the run goes on with cpu: its results will differ in the last bits.',
    ],
  ]);
  warn.mockRestore();
});
