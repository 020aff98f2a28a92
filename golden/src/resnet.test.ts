import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from 'selfie-ops';
import { fromTorchvision, patchNetwork, resnetClassifier, toTorchvision } from 'selfie-resnet';
import { assignVariables, classification, readVariables } from 'selfie-trainer';
import { describe, expect, test } from 'vitest';
import { openFixture, tolerance } from './fixture.ts';
import { relativeError } from './relative-error.ts';
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
  test('evaluation, training, gradients and running statistics', async () => {
    const fixture = openFixture<TorchvisionOptions>(file);
    const expectAll = (prefix: string, actual: Readonly<Record<string, tf.Tensor>>) => {
      for (const [path, { data, shape }] of Object.entries(fromTorchvision(fixture.stored(prefix), actual))) {
        const error = relativeError(actual[path]!, tf.tensor(data, [...shape]));
        expect.soft(error, `${file}: ${prefix}${path}`).toBeLessThanOrEqual(tolerance);
      }
    };
    const { depths, width, classes } = fixture.options;
    const trunk = patchNetwork({ depths: depths.slice(0, 3), width, block, stem: 'large' });
    const classifier = resnetClassifier({ trunk, depth: depths[3], classes });
    assignVariables(classifier.variables, fromTorchvision(fixture.stored('state/'), classifier.variables));
    expect(toTorchvision(await readVariables(classifier.variables))).toEqual(fixture.stored('state/'));
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
    expectAll('grad/', gradients);
    expectAll('after/', statistics);
    expect(fixture.unused()).toEqual([]);
  });
});
