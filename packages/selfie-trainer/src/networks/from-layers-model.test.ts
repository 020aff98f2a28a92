import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model as makeModel, sequential } from '@tensorflow/tfjs-layers';
import { expect, test, vi } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import type { Objective, Optimizer, Variables } from '../interfaces.ts';
import { valueAndGradients } from '../loop/gradients.ts';
import { train } from '../loop/train.ts';
import { sgd } from '../optimizers/sgd.ts';
import { freeze } from '../variables/freeze.ts';
import { fromLayersModel } from './from-layers-model.ts';

/** 4 × 4 pixels of 3 channels to a map of 2 × 2 × 5. */
function convolutional() {
  return sequential({
    layers: [
      layers.conv2d({ name: 'first', inputShape: [4, 4, 3], filters: 5, kernelSize: 3, strides: 2, padding: 'same' }),
      layers.batchNormalization({ name: 'norm', momentum: 0.75 }),
      layers.reLU(),
    ],
  });
}

const patches = () => tf.tensor4d(numbers(7 * 48), [7, 4, 4, 3]);

test('a map is averaged: the mean of model.predict over rows and columns', async () => {
  const model = convolutional();
  const network = fromLayersModel(model);
  const expected = tf.mean(model.predict(patches()) as tf.Tensor4D, [1, 2]);
  const features = network.apply(patches());
  expect(network.outputSize).toBe(5);
  expect(features.shape).toEqual([7, 5]);
  expect(await features.data()).toEqual(await expected.data());
});

test('vectors are taken as they are', async () => {
  const model = sequential({ layers: [layers.flatten({ inputShape: [2, 2, 1] }), layers.dense({ units: 6 })] });
  const network = fromLayersModel(model);
  const batch = tf.tensor4d(numbers(12), [3, 2, 2, 1]);
  expect(network.outputSize).toBe(6);
  expect(await network.apply(batch).data()).toEqual(await (model.predict(batch) as tf.Tensor).data());
});

test("variables are the model's own, by Keras's names, and learn", async () => {
  const model = convolutional();
  model.getLayer('first').trainable = false;
  const { variables, apply } = fromLayersModel(model);
  const trainable = Object.entries(variables).map(([path, variable]) => [path, variable.trainable]);
  expect(Object.fromEntries(trainable)).toEqual({
    'first/kernel': false,
    'first/bias': false,
    'norm/gamma': true,
    'norm/beta': true,
    'norm/moving_mean': false,
    'norm/moving_variance': false,
  });
  tf.dispose(apply(patches()));
  expect(variables['first/kernel']!.trainable).toBe(false);
  expect(variables['norm/gamma']).toBe(model.getLayer('norm').weights[0]!.read());

  const lossOf = () => tf.tidy(() => tf.mean<tf.Scalar>(tf.square(apply(patches(), { training: true }))));
  const { gradients } = valueAndGradients(lossOf, variables);
  const gamma = variables['norm/gamma']!;
  const at = async (change: number) => {
    gamma.assign(tf.tensor1d([1 + change, 1, 1, 1, 1]));
    return (await lossOf().data())[0]!;
  };
  const difference = ((await at(1e-2)) - (await at(-1e-2))) / 2e-2;
  expect((await gradients['norm/gamma']!.data())[0]).toBeCloseTo(difference, 3);
});

test('moving averages go to options.statistics, with the momentum of Keras; the model keeps its own', async () => {
  const model = convolutional();
  const network = fromLayersModel(model);
  const twin = convolutional();
  twin.setWeights(model.getWeights());
  twin.apply(patches(), { training: true }); // Keras assigns during the call
  const before = await network.variables['norm/moving_mean']!.array();

  const next = new Map<tf.Variable, tf.Tensor>();
  const output = network.apply(patches(), {
    training: true,
    statistics: (variable, value) => next.set(variable, value),
  });
  expect(await network.variables['norm/moving_mean']!.array()).toEqual(before);
  expect([...next.keys()]).toEqual([network.variables['norm/moving_mean'], network.variables['norm/moving_variance']]);
  const [mean, variance] = [...next.values()];
  const [twinMean, twinVariance] = twin
    .getLayer('norm')
    .weights.slice(2)
    .map((weight) => weight.read());
  expect(await mean!.data()).toEqual(await twinMean!.data());
  expect(await variance!.data()).toEqual(await twinVariance!.data());
  expect(await mean!.data()).not.toEqual(Float32Array.from(before as number[]));

  expect(output.shape).toEqual([7, 5]);
});

test('learns in train(), which commits the moving averages', async () => {
  const [network, twin] = [fromLayersModel(convolutional()), convolutional()];
  twin.setWeights(Object.values(network.variables));
  twin.apply(patches(), { training: true });
  const [twinMean] = twin.getLayer('norm').weights.slice(2);
  const objective: Objective = {
    variables: network.variables,
    apply: ({ images }, options) =>
      tf.tidy(() => ({ loss: tf.mean(tf.square(network.apply(images, options))), metrics: {} })),
    dispose() {},
  };
  const steps = (count: number, optimizer: Optimizer) => {
    const batches = () => ({ images: numbers(7 * 48), shape: [7, 4, 4, 3] as const });
    return train({ objective, optimizer, learningRate: () => 0.1, batches, steps: count, batchSize: 7, seed: 0 });
  };
  const before = tf.memory().numTensors;
  const optimizer = sgd({ variables: objective.variables });
  const kernel = await network.variables['first/kernel']!.data();
  await steps(1, optimizer);
  expect(await network.variables['norm/moving_mean']!.data()).toEqual(await twinMean!.read().data());
  expect(await network.variables['first/kernel']!.data()).not.toEqual(kernel);
  await steps(3, optimizer);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each<[string, (model: LayersModel, variables: Variables) => void]>([
  ['by Keras', (model) => void Object.assign(model.getLayer('norm'), { trainable: false })],
  ['by freeze', (_, variables) => void freeze(variables, (path) => path.startsWith('norm/'))],
])('a norm frozen %s normalises by its moving averages and keeps them', async (_, froze) => {
  const model = convolutional();
  const network = fromLayersModel(model);
  network.variables['norm/moving_mean']!.assign(tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5]));
  const inEvaluation = await network.apply(patches()).data();
  froze(model, network.variables);
  const statistics = vi.fn();
  expect(await network.apply(patches(), { training: true, statistics }).data()).toEqual(inEvaluation);
  expect(statistics).not.toHaveBeenCalled();
  expect(Object.hasOwn(model.getLayer('norm'), 'call')).toBe(false);

  const lossOf = () => tf.tidy(() => tf.mean<tf.Scalar>(tf.square(network.apply(patches(), { training: true }))));
  expect(Object.keys(valueAndGradients(lossOf, network.variables).gradients)).toEqual(['first/kernel', 'first/bias']);
});

test('finds frozen norms in models within a model', async () => {
  const inner = convolutional();
  const model = sequential({ layers: [inner, layers.flatten()] });
  inner.getLayer('norm').trainable = false;
  const network = fromLayersModel(model);
  const inEvaluation = await network.apply(patches()).data();
  expect(await network.apply(patches(), { training: true }).data()).toEqual(inEvaluation);
});

test('without a receiver the moving averages are dropped, in evaluation they are used', async () => {
  const model = convolutional();
  const network = fromLayersModel(model);
  const inEvaluation = await network.apply(patches()).data();
  const inTraining = await network.apply(patches(), { training: true }).data();
  expect(inTraining).not.toEqual(inEvaluation);
  expect(await network.apply(patches()).data()).toEqual(inEvaluation);
});

test('keeps its statistics when a call fails, and leaves nothing behind', async () => {
  const network = fromLayersModel(convolutional());
  const batch = patches();
  const before = tf.memory().numTensors;
  network.apply(batch, { training: true, statistics: (_, next) => next.dispose() }).dispose();
  expect(tf.memory().numTensors).toBe(before);
  const wrong = tf.zeros<tf.Rank.R4>([2, 4, 4, 2]);
  expect(() => network.apply(wrong, { training: true })).toThrow();
  expect(await network.variables['norm/moving_mean']!.array()).toEqual([0, 0, 0, 0, 0]);
});

test('the model stays its owner’s', () => {
  const model = convolutional();
  const network = fromLayersModel(model);
  network.dispose();
  expect(() => model.predict(patches())).not.toThrow();
});

test('says what a model must be', () => {
  const image = input({ shape: [4, 4, 1] });
  const flat = layers.flatten().apply(image) as typeof image;
  const twice = makeModel({ name: 'twice', inputs: image, outputs: [flat, image] });
  expect(() => fromLayersModel(twice)).toThrow('a patch network has one input and one output: model twice has 1 and 2');
  const vectors = sequential({ name: 'vectors', layers: [layers.dense({ inputShape: [4], units: 3 })] });
  expect(() => fromLayersModel(vectors)).toThrow(
    'a patch network maps patches [*, p, p, c] to features [*, d] or [*, h, w, d]: model vectors maps [*, 4] to [*, 3]',
  );
});
