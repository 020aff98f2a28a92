import * as tf from '@tensorflow/tfjs-core';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { describe, expect, test } from 'vitest';
import { openFixture } from './fixture.ts';
import { type NetworkOptions, networkOptions } from './fixture-options.ts';
import { trainingPass, weightedSum } from './training-pass.ts';

/** Without the linear layer, which the fixtures have not. */
const trunkOnly = <T>(byPath: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(byPath).filter(([path]) => !path.startsWith('classifier/')));

/** A classifier whose logits are the pooled features `[b, d]`: its linear layer is the identity. */
function featuresClassifier(options: NetworkOptions & { features: number }) {
  const { depths, ...architecture } = networkOptions(options);
  const trunk = patchNetwork({ ...architecture, depths: depths.slice(0, 3) });
  const classifier = resnetClassifier({ trunk, depth: depths[3], classes: options.features });
  classifier.variables['classifier/kernel']!.assign(tf.eye(options.features));
  classifier.variables['classifier/bias']!.assign(tf.zeros([options.features]));
  return classifier;
}

describe.each(['classifier-trunk-v1', 'classifier-trunk-v2'])('%s', (file) => {
  test('evaluation, training, gradients and running statistics', () => {
    const fixture = openFixture<NetworkOptions & { features: number }>(file);
    const classifier = featuresClassifier(fixture.options);
    fixture.load(trunkOnly(classifier.variables));
    const input = fixture.input<tf.Tensor4D>('input');
    fixture.expect('evalOutput', classifier.apply(input));

    const { output, loss, gradients, statistics } = trainingPass(
      classifier.variables,
      (options) => classifier.apply(input, options),
      weightedSum(fixture.input('cotangent')),
    );
    fixture.expect('trainOutput', output);
    fixture.expect('loss', loss);
    fixture.expectAll('grad/', trunkOnly(gradients));
    fixture.expectAll('after/', statistics);
    expect(fixture.unused()).toEqual([]);
  });
});
