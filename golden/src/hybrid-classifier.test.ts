import type * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork } from 'selfie-resnet';
import { hybridClassifier } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { openFixture } from './fixture.ts';
import { type NetworkOptions, networkOptions, type PoolOptions, poolOptions } from './fixture-options.ts';
import { trainingPass, weightedSum } from './training-pass.ts';

interface HybridOptions extends NetworkOptions, PoolOptions {
  readonly patchSize: number;
  readonly classes: number;
}

test('hybrid-classifier: evaluation, training, gradients and running statistics', () => {
  const fixture = openFixture<HybridOptions>('hybrid-classifier');
  const { patchSize, classes } = fixture.options;
  const input = fixture.input<tf.Tensor4D>('input');
  const patches = imagePatches({ imageSize: input.shape[1], patchSize });
  const network = patchNetwork(networkOptions(fixture.options));
  const size = network.outputSize;
  const positions = learnedPositions({ count: patches.count, size });
  const pool = attentionPool({ ...poolOptions(fixture.options), size, positions });
  const classifier = hybridClassifier({ patches, patchNetwork: network, pool, classes, positions });
  fixture.load(classifier.variables);
  fixture.expect('evalOutput', classifier.apply(input));

  const { output, loss, gradients, statistics } = trainingPass(
    classifier.variables,
    (options) => classifier.apply(input, options),
    weightedSum(fixture.input('cotangent')),
  );
  fixture.expect('trainOutput', output);
  fixture.expect('loss', loss);
  fixture.expectAll('grad/', gradients);
  fixture.expectAll('after/', statistics);
  expect(fixture.unused()).toEqual([]);
});
