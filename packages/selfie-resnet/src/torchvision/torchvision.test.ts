import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Variables } from '../owner.ts';
import { patchNetwork } from '../patch-network.ts';
import { resnetClassifier } from '../resnet-classifier.ts';
import { fromTorchvision } from './from-torchvision.ts';
import type { TensorData } from './tensor-data.ts';
import { toTorchvision } from './to-torchvision.ts';

type Tensors = Record<string, TensorData>;

const network = (options: object = {}) =>
  resnetClassifier({
    trunk: patchNetwork({ depths: [1, 2], width: 3, stem: 'large', seed: 4, ...options }),
    depth: 1,
    classes: 5,
  });

const valuesOf = (variables: Variables): Tensors =>
  Object.fromEntries(
    Object.entries(variables).map(([path, variable]) => [
      path,
      { dtype: 'float32', shape: variable.shape, data: variable.dataSync<'float32'>() },
    ]),
  );

const zeros = (...shape: number[]): TensorData => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(tf.util.sizeFromShape(shape)),
});

/** A state dict as torchvision writes it, with changes; undefined takes a name out. */
function stateDict(changes: Record<string, TensorData | undefined> = {}, options: object = {}): Tensors {
  const state = { ...toTorchvision(valuesOf(network(options).variables)), ...changes };
  return Object.fromEntries(Object.entries(state).filter((entry): entry is [string, TensorData] => !!entry[1]));
}

describe('toTorchvision', () => {
  test("gives torchvision's names and shapes, in full", () => {
    const shapes = Object.entries(stateDict({}, { depths: [1], block: 'basic' })).map(([name, { shape }]) => [
      name,
      ...shape,
    ]);
    const norm = (name: string, channels: number) =>
      ['weight', 'bias', 'running_mean', 'running_var'].map((parameter) => [`${name}.${parameter}`, channels]);
    expect(shapes).toEqual([
      ['conv1.weight', 3, 3, 7, 7],
      ...norm('bn1', 3),
      ['layer1.0.conv1.weight', 3, 3, 3, 3],
      ...norm('layer1.0.bn1', 3),
      ['layer1.0.conv2.weight', 3, 3, 3, 3],
      ...norm('layer1.0.bn2', 3),
      ['layer2.0.conv1.weight', 6, 3, 3, 3],
      ...norm('layer2.0.bn1', 6),
      ['layer2.0.conv2.weight', 6, 6, 3, 3],
      ...norm('layer2.0.bn2', 6),
      ['layer2.0.downsample.0.weight', 6, 3, 1, 1],
      ...norm('layer2.0.downsample.1', 6),
      ['fc.weight', 5, 6],
      ['fc.bias', 5],
    ]);
  });

  test('counts blocks from 0, and turns kernels', () => {
    const { variables } = network();
    const state = toTorchvision(valuesOf(variables));
    const kernel = variables['stage2/block2/conv2/kernel']!;
    expect(kernel.shape).toEqual([3, 3, 6, 6]);
    expect(state['layer2.1.conv2.weight']!.data).toEqual(tf.transpose(kernel, [3, 2, 0, 1]).dataSync());
    expect(state['fc.weight']!.data).toEqual(tf.transpose(variables['classifier/kernel']!).dataSync());
    expect(state['layer2.0.downsample.1.weight']!.data).toEqual(
      variables['stage2/block1/shortcut/norm/scale']!.dataSync(),
    );
  });

  test('lists what torchvision has nothing for', () => {
    expect(() => stateDict({}, { version: 'v2' })).toThrow(
      "torchvision's ResNets have nothing like norm/scale, norm/shift, norm/mean, norm/variance; " +
        "use the variables of a patchNetwork or resnetClassifier of version 'v1.5', under their own paths",
    );
    const inherited = ['constructor/kernel', 'classifier/constructor'];
    const foreign = ['pool/u0', 'patchNetwork/stem/conv/kernel', 'stage1/block1/conv1/u0', 'kernel', ...inherited];
    expect(() => toTorchvision(Object.fromEntries(foreign.map((path) => [path, zeros(3)])))).toThrow(
      `nothing like ${foreign.join(', ')};`,
    );
  });
});

describe('fromTorchvision', () => {
  test.each(['basic', 'bottleneck'])('gives back what was exported, %s blocks', (block) => {
    const { variables } = network({ block });
    const state = { ...stateDict({}, { block }), 'bn1.num_batches_tracked': zeros() };
    expect(fromTorchvision(state, variables)).toEqual(valuesOf(variables));
  });

  test('gives a trunk its stages, and leaves the rest', () => {
    const { variables } = patchNetwork({ depths: [1, 2], width: 3, stem: 'large', seed: 4 });
    expect(fromTorchvision(stateDict(), variables)).toEqual(valuesOf(variables));
  });

  test('takes another number of classes for all but the classifier', () => {
    const { 'classifier/kernel': _kernel, 'classifier/bias': _bias, ...body } = network().variables;
    const state = stateDict({ 'fc.weight': zeros(7, 48), 'fc.bias': zeros(7) });
    expect(fromTorchvision(state, body)).toEqual(valuesOf(body));
  });

  test('takes parts of variables: gradients, running statistics', () => {
    const { variables } = network();
    const statistics = Object.fromEntries(Object.entries(variables).filter(([, { trainable }]) => !trainable));
    const state = toTorchvision(valuesOf(statistics));
    expect(fromTorchvision(state, statistics)).toEqual(valuesOf(statistics));
  });

  test('refuses the variables of a v2 network', () => {
    expect(() => fromTorchvision(stateDict(), network({ version: 'v2' }).variables)).toThrow(
      "torchvision's ResNets have nothing like norm/scale",
    );
  });

  const refusals: [what: string, state: Tensors, message: string][] = [
    [
      'what is missing, unexpected and different',
      stateDict({
        'bn1.bias': undefined,
        'layer2.1.bn2.weight': undefined,
        'layer2.2.bn1.weight': zeros(6),
        'module.fc.bias': zeros(5),
        'layer1.0.bn1.weight': zeros(3, 1),
      }),
      'the tensors do not fit the variables; missing: bn1.bias, layer2.1.bn2.weight; unexpected: layer2.2.bn1.weight, ' +
        'module.fc.bias; different: layer1.0.bn1.weight (expected [3], got [3, 1]); ' +
        'are they of a ResNet of the same depths, width, block and channels?',
    ],
    [
      'the small stem',
      stateDict({}, { stem: 'small' }),
      'the tensors do not fit the variables; different: conv1.weight (expected [3, 3, 7, 7], got [3, 3, 3, 3]); ' +
        "their stem is 3 × 3: make the network with stem: 'small'",
    ],
    [
      'other classes',
      stateDict({ 'fc.weight': zeros(7, 48), 'fc.bias': zeros(7) }),
      'the tensors do not fit the variables; different: fc.weight (expected [5, 48], got [7, 48]), ' +
        'fc.bias (expected [5], got [7]); their classes are others: ' +
        'give the variables without classifier/kernel and classifier/bias, which stay as they are',
    ],
    ['other blocks', stateDict({}, { block: 'basic' }), 'missing: layer1.0.conv3.weight, layer1.0.bn3.weight'],
    [
      'a deep stem',
      stateDict({ 'conv1.weight': undefined, 'conv1.0.weight': zeros(3, 3, 3, 3) }),
      'missing: conv1.weight; unexpected: conv1.0.weight; a ResNet with a deep stem or averaging shortcuts ' +
        "(timm's resnet50d and the like) has no counterpart here; use the weights of a plain one, e.g. resnet50",
    ],
    [
      'averaging shortcuts',
      stateDict({ 'layer2.0.downsample.2.weight': zeros(24) }),
      'unexpected: layer2.0.downsample.2.weight; a ResNet with a deep stem or averaging shortcuts',
    ],
    [
      'channel attention',
      stateDict({ 'layer1.0.se.fc1.bias': zeros(1) }),
      "unexpected: layer1.0.se.fc1.bias; a ResNet with channel attention (timm's seresnet50, ecaresnet50 and the like)",
    ],
    [
      'another family',
      { 'stem.conv.weight': zeros(3, 3, 7, 7), 'stages.0.blocks.0.norm1.weight': zeros(3) },
      "these are timm's names of another family, e.g. resnetv2_50; only its resnet18 … resnet152 fit",
    ],
    [
      'ResNeXt',
      stateDict({ 'layer1.0.conv2.weight': zeros(6, 2, 3, 3) }),
      'a ResNet with grouped or wider 3 × 3 convolutions (ResNeXt, Wide ResNet) has no counterpart here',
    ],
    [
      'Wide ResNet',
      stateDict({ 'layer1.0.conv2.weight': zeros(6, 6, 3, 3), 'layer1.0.conv3.weight': zeros(12, 6, 1, 1) }),
      'a ResNet with grouped or wider 3 × 3 convolutions',
    ],
    [
      'group norm',
      Object.fromEntries(Object.entries(stateDict()).filter(([name]) => !name.includes('running'))),
      "these are without running statistics: a ResNet with group norm (timm's resnet50_gn) does not fit",
    ],
  ];

  test.each(refusals)('lists %s', (_, state, message) => {
    expect(() => fromTorchvision(state, network().variables)).toThrow(message);
  });

  test('tells of a large stem for a small one', () => {
    expect(() => fromTorchvision(stateDict(), network({ stem: 'small' }).variables)).toThrow(
      "their stem is 7 × 7: make the network with stem: 'large'",
    );
  });
});
