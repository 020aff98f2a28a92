import * as tf from '@tensorflow/tfjs-core';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { expect, test } from 'vitest';
import { classification } from '../objectives/classification.ts';
import { layerwiseRates } from './layerwise-rates.ts';
import { groupSettings } from './parameter-groups.ts';
import { sgd } from './sgd.ts';

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
  const settings = groupSettings(classifier, groups, 0.1);
  expect([...settings.values()].map(({ rate }) => rate)).toEqual([0.125, 0.25, 0.5, 0.5, 1]);
  expect(settings.get('classifier/bias')!.weightDecay).toBe(0);
  expect(settings.get('stem/conv/kernel')!.weightDecay).toBe(0.1);
});

test('takes prefixes of any length, and whole paths', () => {
  const variables = listing('patchNetwork/stem/kernel', 'pool/u0', 'pool/block1/norm/scale', 'pool/block2/norm/scale');
  const layers = ['patchNetwork', ['pool/u0', 'pool/block1'], 'pool/block2'];
  const settings = groupSettings(variables, layerwiseRates({ variables, layers }), 0);
  expect([...settings.values()].map(({ rate }) => rate)).toEqual([0.75 ** 2, 0.75, 0.75, 1]);
});

test('finetunes a grown ResNet, each layer with its own rate', async () => {
  const trunk = patchNetwork({ depths: [1, 1, 1], width: 2, block: 'basic', channels: 1 });
  const { variables } = classification(resnetClassifier({ trunk, depth: 1, classes: 3 }));
  const layers = ['stem', 'stage1', 'stage2', 'stage3', 'stage4', 'classifier'];
  const groups = layerwiseRates({ variables, layers });
  const optimizer = sgd({ variables, momentum: 0, weightDecay: 0, groups });
  const trained = Object.entries(variables).filter(([, variable]) => variable.trainable);
  const before = await Promise.all(trained.map(([, variable]) => variable.data()));
  optimizer.update(Object.fromEntries(trained.map(([path, variable]) => [path, tf.onesLike(variable)])), 1);
  for (const [i, [path, variable]] of trained.entries()) {
    const fromTheEnd = 5 - layers.indexOf(path.split('/')[0]!);
    expect(before[i]![0]! - (await variable.data())[0]!, path).toBeCloseTo(0.75 ** fromTheEnd, 5);
  }
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
