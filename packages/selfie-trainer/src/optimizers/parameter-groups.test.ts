import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Variables } from '../interfaces.ts';
import { groupSettings, type ParameterGroup } from './parameter-groups.ts';

const under = (prefix: string) => (path: string) => path.startsWith(prefix);

function listing(...paths: string[]): Variables {
  const variable = tf.variable(tf.scalar(0));
  return Object.fromEntries(paths.map((path) => [path, variable]));
}

test('later groups override what earlier ones said, and only that', () => {
  const variables = listing('stem/kernel', 'stem/bias', 'pool/kernel', 'pool/bias', 'pool/norm/scale');
  const groups = [
    { match: under('pool/'), rate: 0.5 },
    { match: under('pool/norm'), weightDecay: 0.2 },
    { match: under('pool/norm'), rate: 3 },
  ];
  expect(Object.fromEntries(groupSettings(variables, groups, 0.1))).toEqual({
    'stem/kernel': { rate: 1, weightDecay: 0.1 },
    'stem/bias': { rate: 1, weightDecay: 0 },
    'pool/kernel': { rate: 0.5, weightDecay: 0.1 },
    'pool/bias': { rate: 0.5, weightDecay: 0 },
    'pool/norm/scale': { rate: 3, weightDecay: 0.2 },
  });
});

test('norms, biases and tables have no decay unless a group gives them one', () => {
  const variables = listing('kernel', 'bias');
  const decays = (groups: ParameterGroup[]) =>
    [...groupSettings(variables, groups, 0.1).values()].map(({ weightDecay }) => weightDecay);
  expect(decays([])).toEqual([0.1, 0]);
  expect(decays([{ match: () => true, rate: 2 }])).toEqual([0.1, 0]);
  expect(decays([{ match: () => true, weightDecay: 0.3 }])).toEqual([0.3, 0.3]);
});

test('says what is out of range, and which group matches nothing', () => {
  const variables = listing('stem/kernel', 'bias');
  const match = () => true;
  expect(() => groupSettings(variables, [{ match }, { match, rate: -1 }], 0)).toThrow(
    'groups[1].rate is a number of at least 0: got -1',
  );
  expect(() => groupSettings(variables, [{ match, weightDecay: Number.NaN }], 0)).toThrow(
    'groups[0].weightDecay is a number of at least 0: got NaN',
  );
  expect(() => groupSettings(variables, [{ match }, { match: under('pool/'), rate: 1 }], 0)).toThrow(
    'groups[1] matches none of the 2 variables; their paths are of the form stem/kernel',
  );
});
