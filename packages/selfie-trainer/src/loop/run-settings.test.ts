import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { checkpointsInMemory } from '../../testing/checkpoints-in-memory.ts';
import { parabola } from '../../testing/small-runs.ts';
import { inProcessCommunicators } from '../communication/in-process-communicators.ts';
import { movingAverage } from '../optimizers/moving-average.ts';
import { sgd } from '../optimizers/sgd.ts';
import { describeBackend } from './describe-backend.ts';
import { differences, runSettings } from './run-settings.ts';

const { objective } = parabola();
const options = {
  objective,
  optimizer: sgd({ variables: objective.variables }),
  learningRate: () => 0.1,
  batches: () => ({ images: new Float32Array(1), shape: [1, 1, 1, 1] as const }),
  steps: 40,
  batchSize: 8,
  seed: 3,
};
const withOptions = (own: Record<string, unknown>) =>
  runSettings({ ...options, checkpoints: { store: checkpointsInMemory(), every: 1, options: own } });

test('writes settings as words and JSON', () => {
  const { describe: _, ...optimizer } = options.optimizer;
  expect(runSettings({ ...options, optimizer, gradients: { accumulate: 2, clipNorm: 0.5 } })).toEqual({
    seed: '3',
    batchSize: '8',
    steps: '40',
    accumulate: '2',
    clipNorm: '0.5',
    ranks: '1',
    nonFinite: 'stop',
    options: '{}',
    backend: describeBackend(),
  });
  expect(withOptions({ width: 16 }).options).toBe('{"width":16}');
});

test('lists what differs, option by option', () => {
  const expected = { ...withOptions({ width: 16, head: 'query', depths: [1, 1] }), seed: '1', steps: '41' };
  expect(differences(expected, withOptions({ width: 32, depths: [1, 1], stem: 'large' }))).toEqual([
    'seed (expected 1, got 3)',
    'steps (expected 41, got 40)',
    'options.width (expected 16, got 32)',
    'options.head (expected "query", got nothing)',
    'options.stem (expected nothing, got "large")',
  ]);
});

test('does not mind the order of properties, nor another backend', () => {
  const expected = { ...withOptions({ a: { x: 1, y: [2, 3] }, b: null }), backend: 'abacus' };
  expect(differences(expected, withOptions({ b: null, a: { y: [2, 3], x: 1 } }))).toEqual([]);
  expect(differences(expected, withOptions({ b: null, a: { y: [3, 2], x: 1 } }))).toHaveLength(1);
});

test('compares ranks, and what optimizer and average say of themselves, but not nonFinite', () => {
  const [first] = inProcessCommunicators(2);
  const described = (momentum: number, decay: number) => ({
    ...options,
    optimizer: { ...options.optimizer, describe: () => ({ name: 'sgd', momentum }) },
    average: { ...movingAverage({ variables: {} }), describe: () => ({ decay }) },
  });
  const before = runSettings({ ...described(0.9, 0.99), gradients: { communicator: first } });
  expect(before).toMatchObject({ ranks: '2', optimizer: '{"name":"sgd","momentum":0.9}', average: '{"decay":0.99}' });
  expect(differences(before, runSettings({ ...described(0.8, 0.5), nonFinite: 'skip' }))).toEqual([
    'ranks (expected 2, got 1)',
    'optimizer.momentum (expected 0.9, got 0.8)',
    'average.decay (expected 0.99, got 0.5)',
  ]);
});

test('an optimizer that does not describe itself is not compared', () => {
  const { describe: _, ...silent } = options.optimizer;
  const before = runSettings(options);
  const now = runSettings({ ...options, optimizer: silent });
  expect(now.optimizer).toBe(undefined);
  expect(differences(before, now)).toEqual([]);
  expect(differences(now, before)).toEqual([]);
});

test('takes metadata that are no settings for other ones', () => {
  expect(differences({ options: 'not JSON' }, runSettings(options))).toEqual([
    'seed (expected nothing, got 3)',
    'batchSize (expected nothing, got 8)',
    'steps (expected nothing, got 40)',
    'accumulate (expected nothing, got 1)',
    'clipNorm (expected nothing, got none)',
  ]);
});

test('the backend says what decides its last bits', () => {
  const expected = { cpu: /^cpu$/, 'selfie-wasm': /^selfie-wasm, multiply-add (not )?fused$/ }[tf.getBackend()];
  expect(describeBackend()).toMatch(expected!);
});
