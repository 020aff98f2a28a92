import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { linearArm, tinyData } from '../../testing/tiny-experiment.ts';
import type { Classifier } from '../interfaces.ts';
import { finetune, measure } from './finetune.ts';

const data = tinyData();
const indices = Int32Array.from({ length: 60 }, (_, i) => i);
const common = { batches: data.training({ indices, batchSize: 8, seed: 1 }), batchSize: 8, warmup: 0.2, seed: 1 };
const setting = { learningRate: 0.3, weightDecay: 0, steps: 25 };

test('learns, counts its steps, and leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  const classifier = (await linearArm('a').classifier(1)) as Classifier;
  const steps: number[] = [];
  const fresh = await measure(classifier, data.test());
  expect(await finetune({ ...common, classifier, setting, onStep: (done) => steps.push(done) })).toEqual({
    diverged: false,
  });
  const trained = await measure(classifier, data.test());
  expect(steps).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  expect(trained.accuracy).toBeGreaterThan(Math.max(0.6, fresh.accuracy));
  expect(trained.loss).toBeLessThan(fresh.loss!);
  classifier.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('accuracy is a whole number of pictures over all of them', async () => {
  const classifier = (await linearArm('a').classifier(3)) as Classifier;
  const { accuracy } = await measure(classifier, data.test());
  expect(accuracy).toBe(Math.round(30 * accuracy) / 30);
  classifier.dispose();
});

test('a rate that is too large is said to diverge, and ends there', async () => {
  const classifier = (await linearArm('a').classifier(1)) as Classifier;
  const wild = { ...setting, learningRate: 1e30, steps: 50, weightDecay: 1 };
  const steps: number[] = [];
  const onStep = (done: number) => steps.push(done);
  expect(await finetune({ ...common, classifier, setting: wild, onStep })).toEqual({ diverged: true });
  expect(steps.length).toBeLessThan(50);
  expect((await measure(classifier, data.test())).loss).toBeNull();
  classifier.dispose();
});

test('a signal stops training and measuring', async () => {
  const classifier = (await linearArm('a').classifier(1)) as Classifier;
  const stop = new AbortController();
  const steps: number[] = [];
  const onStep = (done: number) => {
    steps.push(done);
    if (done === 4) stop.abort(new Error('enough'));
  };
  await expect(finetune({ ...common, classifier, setting, onStep, signal: stop.signal })).rejects.toThrow('enough');
  expect(steps).toEqual([1, 2, 3, 4]);
  await expect(measure(classifier, data.test(), stop.signal)).rejects.toThrow('enough');
  classifier.dispose();
});
