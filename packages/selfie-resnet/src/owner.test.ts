import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { own, type VariableMaker } from './owner.ts';

const count = (values: Float32Array) => {
  for (const i of values.keys()) values[i] = i;
};

test('owns what was made, by path', () => {
  const part = own(3, (make) => ({
    kernel: make.weights<tf.Rank.R2>('a/kernel', [2, 3], count),
    scale: make.constant('a/scale', 5, 7),
    mean: make.constant('a/mean', 5, 0, false),
  }));
  expect(part.variables).toEqual({ 'a/kernel': part.kernel, 'a/scale': part.scale, 'a/mean': part.mean });
  expect(part.kernel.arraySync()).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect(part.scale.arraySync()).toEqual([7, 7, 7, 7, 7]);
  expect([part.kernel.trainable, part.scale.trainable, part.mean.trainable]).toEqual([true, true, false]);
});

test('seeds each draw by the seed and the path', () => {
  const places: unknown[] = [];
  const build = (make: VariableMaker) => {
    for (const path of ['a/kernel', 'b/kernel']) make.weights(path, [2], (_, at) => places.push(at));
    return {};
  };
  own(3, build);
  expect(places).toEqual([
    { seed: 3, site: 'a/kernel' },
    { seed: 3, site: 'b/kernel' },
  ]);
});

test('frees its variables, also when building fails half way', () => {
  const before = tf.memory().numTensors;
  const build = (make: VariableMaker) => {
    make.constant('scale', 5, 1);
    return { kernel: make.weights('kernel', [2, 3], count) };
  };
  const part = own(0, build);
  expect(tf.memory().numTensors).toBe(before + 2);
  part.dispose();
  expect(tf.memory().numTensors).toBe(before);

  const failing = (make: VariableMaker) => {
    build(make);
    throw new Error('half way');
  };
  expect(() => own(0, failing)).toThrow('half way');
  expect(tf.memory().numTensors).toBe(before);
});
