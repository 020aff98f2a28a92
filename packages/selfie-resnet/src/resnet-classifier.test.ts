import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { patchNetwork } from './patch-network.ts';
import { resnetClassifier } from './resnet-classifier.ts';

const small = { depths: [1, 2], width: 3, channels: 2, seed: 4 } as const;
const images = tf.randomNormal([3, 9, 7, 2], 0, 1, 'float32', 1) as tf.Tensor4D;

describe.each(['v1.5', 'v2'] as const)('%s', (version) => {
  const grow = () => {
    const trunk = patchNetwork({ ...small, version });
    return { trunk, classifier: resnetClassifier({ trunk, depth: 2, classes: 5, seed: 6 }) };
  };

  test('is the trunk one stage deeper, with a linear layer', () => {
    const { classifier } = grow();
    expect(classifier.architecture.depths).toEqual([1, 2, 2]);
    const whole = patchNetwork(classifier.architecture);
    for (const [path, variable] of Object.entries(whole.variables)) variable.assign(classifier.variables[path]!);
    const { 'classifier/kernel': kernel, 'classifier/bias': bias, ...others } = classifier.variables;
    expect(Object.keys(others).sort()).toEqual(Object.keys(whole.variables).sort());

    for (const options of [{}, { training: true }]) {
      const logits = classifier.apply(images, options);
      expect(logits.shape).toEqual([3, 5]);
      const expected = tf.add(tf.matMul(whole.apply(images, options), kernel as tf.Tensor2D), bias!).dataSync();
      for (const [i, logit] of logits.dataSync().entries()) expect(logit).toBeCloseTo(expected[i]!, 5);
    }
  });

  test('shares the weights of its trunk, but for a last norm', () => {
    const { trunk, classifier } = grow();
    for (const [path, variable] of Object.entries(trunk.variables)) {
      if (path.startsWith('norm/')) expect(classifier.variables[path]!.size).toBe(2 * variable.size);
      else expect(classifier.variables[path]).toBe(variable);
    }
    const before = classifier.apply(images).dataSync();
    trunk.variables['stem/conv/kernel']!.assign(tf.ones([3, 3, 2, 3]));
    expect(classifier.apply(images).dataSync()).not.toEqual(before);
  });

  test('disposes what is its own and leaves the trunk alive', () => {
    const before = tf.memory().numTensors;
    const { trunk, classifier } = grow();
    classifier.apply(images).dispose();
    const statistics = (_: tf.Variable, next: tf.Tensor) => next.dispose();
    tf.dispose(tf.variableGrads(() => tf.sum(classifier.apply(images, { training: true, statistics }))));
    classifier.dispose();
    expect(tf.memory().numTensors).toBe(before + Object.keys(trunk.variables).length);
    trunk.apply(images).dispose();
    trunk.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('with a frozen stem and stage, trains the others only and leaves their statistics alone', () => {
    const { classifier } = grow();
    const frozen = (path: string) => /^(stem|stage1)\//.test(path);
    const all = Object.entries(classifier.variables);
    for (const [path, variable] of all) if (frozen(path)) variable.trainable = false;
    const seen = new Set<tf.Variable>();
    const statistics = (variable: tf.Variable, next: tf.Tensor) => {
      seen.add(variable);
      next.dispose();
    };
    const { grads } = tf.variableGrads(() =>
      tf.sum(tf.square(classifier.apply(images, { training: true, statistics }))),
    );
    for (const [path, { name, trainable }] of all) {
      expect(seen.has(classifier.variables[path]!), path).toBe(/(mean|variance)$/.test(path) && !frozen(path));
      if (trainable) expect(tf.max(tf.abs(grads[name]!)).dataSync()[0], path).toBeGreaterThan(0);
      else expect(grads[name], path).toBeUndefined();
    }
  });

  test('hands over the running statistics of trunk and last stage', () => {
    const { classifier } = grow();
    const seen = new Set<tf.Variable>();
    const statistics = (variable: tf.Variable, next: tf.Tensor) => {
      seen.add(variable);
      next.dispose();
    };
    classifier.apply(images, { training: true, statistics });
    expect(seen).toEqual(new Set(Object.values(classifier.variables).filter((variable) => !variable.trainable)));
  });
});

test.each(['v1.5', 'v2'] as const)('with depth 0 is linear on the features of the trunk, %s', (version) => {
  const trunk = patchNetwork({ ...small, version });
  const classifier = resnetClassifier({ trunk, depth: 0, classes: 5 });
  expect(classifier.architecture).toEqual(trunk.architecture);
  const { 'classifier/kernel': kernel, 'classifier/bias': bias, ...others } = classifier.variables;
  expect(others).toEqual(trunk.variables);
  const logits = tf.add(tf.matMul(trunk.apply(images), kernel as tf.Tensor2D), bias!);
  expect(classifier.apply(images).dataSync()).toEqual(logits.dataSync());
});

test('starts its linear layer uniform in ± 1 / √d, with the same bits for the same seed', () => {
  const trunk = patchNetwork({ ...small, block: 'basic', width: 25 }); // d = 100
  const start = (seed?: number) => {
    const { variables } = resnetClassifier({ trunk, depth: 1, classes: 70, seed });
    return [variables['classifier/kernel']!.dataSync(), variables['classifier/bias']!.dataSync()] as const;
  };
  const [kernel, bias] = start(6);
  for (const values of [kernel, bias]) {
    expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.09);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.min(...values)).toBeLessThan(-0.09);
  }
  expect(start(6)).toEqual([kernel, bias]);
  expect(start()).not.toEqual([kernel, bias]);
});

test('refuses to shrink or to tell no classes apart', () => {
  const trunk = patchNetwork(small);
  expect(() => resnetClassifier({ trunk, depth: -1, classes: 5 })).toThrow(
    'depth is a whole number of at least 0: got -1',
  );
  expect(() => resnetClassifier({ trunk, classes: 2.5 })).toThrow('classes is a whole number of at least 1: got 2.5');
});
