import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { layerwiseRates } from './layerwise-rates.ts';
import { groupSettings, withoutDecay } from './parameter-groups.ts';

const listing = (...paths: string[]) => {
  const variable = tf.variable(tf.scalar(0));
  return Object.fromEntries(paths.map((path) => [path, variable]));
};
const classifier = listing(
  'stem/conv/kernel',
  'stage1/block1/norm1/mean',
  'stage10/kernel',
  'norm/scale',
  'classifier/bias',
);

test('multiplies by the decay from the last layer to the first', () => {
  const groups = layerwiseRates({
    variables: classifier,
    layers: ['stem', 'stage1', ['stage10', 'norm'], 'classifier'],
    decay: 0.5,
  });
  const settings = groupSettings([withoutDecay, ...groups], 0.1);
  expect(Object.keys(classifier).map((path) => settings(path).rate)).toEqual([0.125, 0.25, 0.5, 0.5, 1]);
  expect(settings('classifier/bias').weightDecay).toBe(0);
  expect(settings('stem/conv/kernel').weightDecay).toBe(0.1);
});

test('takes prefixes of any length, and whole paths', () => {
  const variables = listing('patchNetwork/stem/kernel', 'pool/u0', 'pool/block1/norm/scale', 'pool/block2/norm/scale');
  const layers = ['patchNetwork', ['pool/u0', 'pool/block1'], 'pool/block2'];
  const settings = groupSettings(layerwiseRates({ variables, layers }), 0);
  expect(Object.keys(variables).map((path) => settings(path).rate)).toEqual([0.75 ** 2, 0.75, 0.75, 1]);
});

test('says what does not fit', () => {
  const layers = ['stem', 'stage1', ['stage10', 'norm'], 'classifier'];
  expect(() => layerwiseRates({ variables: classifier, layers, decay: 0 })).toThrow('decay lies in (0, 1]: got 0');
  expect(() => layerwiseRates({ variables: classifier, layers: [...layers, 'stage2'] })).toThrow(
    "layers: no variable's path begins with stage2/; the first is stem/conv/kernel",
  );
  expect(() => layerwiseRates({ variables: classifier, layers: layers.slice(1) })).toThrow(
    'layers: expected stem/conv/kernel to belong to one layer, got 0; adjust the layers',
  );
  expect(() => layerwiseRates({ variables: classifier, layers: [...layers, 'classifier/bias'] })).toThrow(
    'layers: expected classifier/bias to belong to one layer, got 2; adjust the layers',
  );
});
