import * as tf from '@tensorflow/tfjs-core';
import { pretrainingTask, type Weights } from 'example-fashion-mnist/src/networks.ts';
import { type Classifier, readVariables, type Variables } from 'selfie-trainer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { armsOf, names } from './arms.ts';
import { type KindName, kinds } from './plan.ts';

const pretrainedRates = { stem: 0, stage1: 0.2, stage2: 0.3, stage3: 0.4, pool: 0.5, positions: 0.6 };
const plan = { pretrainedRates };

/** Weights of each kind, drawn from another seed for each. */
const weights = {} as Record<KindName, Awaited<ReturnType<typeof readVariables>>>;
const made: Classifier[] = [];

beforeAll(async () => {
  for (const [i, { name, head, hidden }] of kinds.entries()) {
    const task = pretrainingTask(head, 10 + i, hidden);
    weights[name] = await readVariables(task.variables);
    task.dispose();
  }
});

afterAll(() => {
  for (const classifier of made) classifier.dispose();
});

async function classifierOf(name: string, seed = 3): Promise<Variables> {
  const arm = armsOf(weights as Record<KindName, Weights>, plan).find((arm) => arm.name === name)!;
  const classifier = await arm.classifier(seed);
  made.push(classifier);
  return classifier.variables;
}

const differing = (a: Variables, b: Variables): string[] =>
  Object.keys(a).filter((path) => tf.tidy(() => tf.any(tf.notEqual(a[path]!, b[path]!)).dataSync()[0] === 1));

test('every arm is made, and disposes all that it made', async () => {
  const before = tf.memory().numTensors;
  const arms = armsOf(weights, plan);
  expect(arms.map(({ name }) => name)).toEqual(Object.values(names));
  for (const arm of arms) (await arm.classifier(1)).dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  [names.selfie, 'query-12'],
  [names.literal, 'literal-12'],
  [names.half, 'query-8'],
  [names.quarter, 'query-4'],
  [names.third, 'query-12-third'],
  [names.tenth, 'query-12-tenth'],
  [names.frozen, 'query-12'],
] as const)('%s has the trunk of %s; the rest is that of the supervised network', async (name, kind) => {
  const [supervised, selfie] = [await classifierOf(names.supervised), await classifierOf(name)];
  const different = differing(selfie, supervised);
  expect(different.filter((path) => /^(stage4|classifier)/.test(path))).toEqual([]);
  expect(different).toContain('stem/conv/kernel');
  const expected = weights[kind]['patchNetwork/stage2/block1/conv1/kernel']!.data;
  expect(await selfie['stage2/block1/conv1/kernel']!.data()).toEqual(expected);
});

test('frozen stages leave the fourth and the linear layer to train', async () => {
  const trained = Object.entries(await classifierOf(names.frozen)).filter(([, variable]) => variable.trainable);
  expect(trained.length).toBeGreaterThan(4);
  for (const [path] of trained) expect(path).toMatch(/^(stage4|classifier)\//);
});

test('the linear probe trains a linear layer on the pretrained trunk, and nothing else', async () => {
  const probe = await classifierOf(names.probe);
  const trained = Object.entries(probe).filter(([, variable]) => variable.trainable);
  expect(trained.map(([path]) => path)).toEqual(['classifier/kernel', 'classifier/bias']);
  const expected = weights['query-12']['patchNetwork/stage2/block1/conv1/kernel']!.data;
  expect(await probe['stage2/block1/conv1/kernel']!.data()).toEqual(expected);
});

test('hybrids differ in what was pretrained', async () => {
  const [fresh, p, pa] = [names.hybrid, names.hybridP, names.hybridPA].map((name) => classifierOf(name));
  const heads = (paths: string[]) => [...new Set(paths.map((path) => path.split('/')[0]))].sort();
  expect(heads(differing(await fresh!, await p!))).toEqual(['patchNetwork']);
  expect(heads(differing(await p!, await pa!))).toEqual(['pool', 'positions']);
});

test('every part that was pretrained has its own rate, or is frozen at 0, and nothing else has', async () => {
  const slower: Record<string, Record<string, number>> = {};
  for (const { name, groups = [] } of armsOf(weights, plan)) {
    const variables = await classifierOf(name);
    const rates: Record<string, number> = {};
    for (const [path, { trainable }] of Object.entries(variables)) {
      if (/\/(mean|variance)$/.test(path)) continue;
      const matching = groups.filter(({ match }) => match(path));
      expect(matching.length).toBeLessThan(2);
      const part = path.replace(/^patchNetwork\//, '').split('/')[0]!;
      if (!trainable) rates[part] = 0;
      for (const { rate, weightDecay } of matching) {
        expect([rates[part] ?? rate, weightDecay]).toEqual([rate, undefined]);
        rates[part] = rate!;
      }
    }
    slower[name] = rates;
  }
  const { pool, positions, ...trunk } = pretrainedRates;
  const still = { stem: 0, stage1: 0, stage2: 0, stage3: 0 };
  expect(slower).toEqual({
    ...Object.fromEntries(
      [names.selfie, names.literal, names.half, names.quarter, names.third, names.tenth].map((name) => [name, trunk]),
    ),
    ...Object.fromEntries([names.supervised, names.hybrid].map((name) => [name, {}])),
    ...Object.fromEntries([names.frozen, names.probe].map((name) => [name, still])),
    [names.hybridP]: trunk,
    [names.hybridPA]: { ...trunk, pool, positions },
  });
});
