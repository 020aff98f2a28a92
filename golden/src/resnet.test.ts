import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from 'selfie-ops';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { classification } from 'selfie-trainer';
import { describe, expect, test } from 'vitest';
import { openFixture } from './fixture.ts';
import { trainingPass } from './training-pass.ts';

interface TorchvisionOptions {
  readonly depths: number[];
  readonly width: number;
  readonly classes: number;
}

describe.each([
  ['resnet-basic-v1', 'basic'],
  ['resnet-bottleneck-v1', 'bottleneck'],
] as const)('%s of torchvision', (file, block) => {
  test('evaluation, training, gradients and running statistics', () => {
    const fixture = openFixture<TorchvisionOptions>(file);
    const { depths, width, classes } = fixture.options;
    const trunk = patchNetwork({ depths: depths.slice(0, 3), width, block, stem: 'large' });
    const classifier = resnetClassifier({ trunk, depth: depths[3], classes });
    fixture.load(classifier.variables);
    const images = fixture.input<tf.Tensor4D>('images');
    const labels = fixture.input<tf.Tensor1D>('labels');
    fixture.expect('evalLogits', classifier.apply(images));

    const { output, loss, gradients, statistics } = trainingPass(
      classifier.variables,
      (options) => classifier.apply(images, options),
      (logits) => tf.mean<tf.Scalar>(crossEntropy(logits, labels)),
    );
    fixture.expect('trainLogits', output);
    fixture.expect('loss', loss);
    fixture.expect('loss', classification(classifier).apply({ images, labels }, { training: true }).loss);
    fixture.expectAll('grad/', gradients);
    fixture.expectAll('after/', statistics);
    expect(fixture.unused()).toEqual([]);
  });
});
