import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { parameterCount } from './parameter-count.ts';
import { resnet18, resnet34, resnet50 } from './resnet.ts';

test.each([
  [resnet18, { classes: 1000, stem: 'large' }, 11_689_512],
  [resnet34, { classes: 1000, stem: 'large' }, 21_797_672],
  [resnet50, { classes: 1000, stem: 'large' }, 25_557_032],
  [resnet50, { classes: 10 }, 23_520_842],
] as const)('%o of %j has %i parameters', (resnet, options, count) => {
  const before = tf.memory().numTensors;
  const classifier = resnet(options);
  expect(parameterCount(classifier.variables)).toBe(count);
  classifier.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each(['v1.5', 'v2'] as const)(
  'ResNet-18 %s takes images of odd size to logits and owns all of itself',
  (version) => {
    const before = tf.memory().numTensors;
    const classifier = resnet18({ classes: 7, version, channels: 1, seed: 3 });
    expect(classifier.architecture).toMatchObject({ depths: [2, 2, 2, 2], width: 64, version, channels: 1 });
    tf.tidy(() => {
      expect(classifier.apply(tf.ones([2, 9, 7, 1])).shape).toEqual([2, 7]);
    });
    classifier.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('frees its trunk when the rest cannot be made', () => {
  const before = tf.memory().numTensors;
  expect(() => resnet18({ classes: 0 })).toThrow('classes is a whole number of at least 1: got 0');
  expect(tf.memory().numTensors).toBe(before);
});
