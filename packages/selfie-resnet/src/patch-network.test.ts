import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { parameterCount } from './parameter-count.ts';
import { type PatchNetworkOptions, patchNetwork } from './patch-network.ts';

const small = { depths: [1, 2], width: 3, channels: 2, seed: 4 } as const;
const random = (shape: [number, number, number, number]) => tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 1);

test.each([
  [{}, 8_535_616],
  [{ version: 'v2' }, 8_532_032],
  [{ depths: [1, 1, 1], width: 16, block: 'basic', channels: 1 }, 77_104],
] as const)('%j has %i parameters', (options, count) => {
  const network = patchNetwork(options);
  expect(parameterCount(network.variables)).toBe(count);
  network.dispose();
});

describe.each(['v1.5', 'v2'] as const)('%s', (version) => {
  test.each([
    { stem: 'small', block: 'bottleneck', size: [7, 5], map: [4, 3, 24] },
    { stem: 'small', block: 'basic', size: [1, 2], map: [1, 1, 6] },
    { stem: 'large', block: 'bottleneck', size: [21, 13], map: [3, 2, 24] },
  ] as const)('takes patches of $size pixels through a $stem stem and $block blocks', ({ size, map, ...options }) => {
    const network = patchNetwork({ ...small, ...options, version });
    const patches = random([3, size[0], size[1], 2]);
    expect(network.outputSize).toBe(map[2]);
    expect(network.apply(patches).shape).toEqual([3, map[2]]);
    expect(network.features(patches).shape).toEqual([3, ...map]);
  });

  test('sees each patch alone in evaluation, and the batch in training', () => {
    const network = patchNetwork({ ...small, version });
    const patches = random([5, 7, 6, 2]);
    const alone = tf.slice(patches, 3, 1);
    const difference = (options: { training?: boolean }) => {
      const together = tf.slice(network.apply(patches, options), 3, 1);
      return tf.max(tf.abs(tf.sub(together, network.apply(alone, options)))).dataSync()[0]!;
    };
    expect(difference({})).toBeLessThan(1e-6);
    expect(difference({ training: true })).toBeGreaterThan(0.01);
  });

  test('averages its features', () => {
    const network = patchNetwork({ ...small, version });
    const patches = random([3, 7, 6, 2]);
    const shift = tf.linspace(-1, 1, network.outputSize) as tf.Tensor1D;
    network.variables['norm/shift']?.assign(shift);
    let map: tf.Tensor = network.features(patches);
    if (version === 'v2') map = tf.relu(tf.add(tf.mul(map, 1 / Math.sqrt(1 + 1e-5)), shift));
    const expected = tf.mean(map, [1, 2]).dataSync();
    for (const [i, value] of network.apply(patches).dataSync().entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  });

  test('trains every variable that is trainable, and hands over the statistics of the others', () => {
    const network = patchNetwork({ ...small, version });
    const patches = random([5, 7, 6, 2]);
    const statistics = new Map<tf.Variable, tf.Tensor>();
    const { grads } = tf.variableGrads(() => {
      const options = {
        training: true,
        statistics: (variable: tf.Variable, next: tf.Tensor) => void statistics.set(variable, next),
      };
      return tf.sum(tf.square(network.apply(patches, options)));
    });
    for (const [path, variable] of Object.entries(network.variables)) {
      if (variable.trainable) expect(tf.max(tf.abs(grads[variable.name]!)).dataSync()[0], path).toBeGreaterThan(0);
      expect(statistics.has(variable), path).toBe(!variable.trainable);
    }
  });

  test('leaves no tensor behind', () => {
    const patches = random([5, 7, 6, 2]);
    const before = tf.memory().numTensors;
    const network = patchNetwork({ ...small, version });
    const variables = Object.keys(network.variables).length;
    const statistics = (_: tf.Variable, next: tf.Tensor) => next.dispose();
    network.apply(patches).dispose();
    network.features(patches).dispose();
    network.apply(patches, { training: true, statistics }).dispose();
    tf.dispose(tf.variableGrads(() => tf.sum(network.apply(patches, { training: true, statistics }))));
    expect(tf.memory().numTensors).toBe(before + variables);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('starts with the same bits for the same seed', () => {
  const bits = (options: PatchNetworkOptions) =>
    Object.values(patchNetwork({ ...small, ...options }).variables).map((v) => v.dataSync());
  expect(bits({})).toEqual(bits({}));
  expect(bits({ seed: 5 })).not.toEqual(bits({}));
});

test('names its variables by their place', () => {
  const paths = Object.keys(patchNetwork({ ...small, depths: [1], block: 'basic' }).variables);
  const norm = (path: string) => ['scale', 'shift', 'mean', 'variance'].map((name) => `${path}/${name}`);
  expect(paths).toEqual([
    'stem/conv/kernel',
    ...norm('stem/norm'),
    'stage1/block1/conv1/kernel',
    ...norm('stage1/block1/norm1'),
    'stage1/block1/conv2/kernel',
    ...norm('stage1/block1/norm2'),
  ]);
});

test('refuses a network without stages', () => {
  expect(() => patchNetwork({ depths: [] })).toThrow(
    'depths are whole numbers of at least 1, one a stage: got []; use e.g. [3, 4, 6]',
  );
});
