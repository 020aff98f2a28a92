import type * as tf from '@tensorflow/tfjs-core';
import { patchNetwork } from 'selfie-resnet';
import { describe, expect, test } from 'vitest';
import { openFixture } from './fixture.ts';
import { type NetworkOptions, networkOptions } from './fixture-options.ts';
import { trainingPass, weightedSum } from './training-pass.ts';

describe.each(['patch-network-v1', 'patch-network-v2', 'patch-network-basic-v2', 'patch-network-large-stem'])(
  '%s',
  (file) => {
    test('evaluation, training, gradients and running statistics', () => {
      const fixture = openFixture<NetworkOptions>(file);
      const network = patchNetwork(networkOptions(fixture.options));
      fixture.load(network.variables);
      const input = fixture.input<tf.Tensor4D>('input');
      fixture.expect('evalOutput', network.apply(input));

      const { output, loss, gradients, statistics } = trainingPass(
        network.variables,
        (options) => network.apply(input, options),
        weightedSum(fixture.input('cotangent')),
      );
      fixture.expect('trainOutput', output);
      fixture.expect('loss', loss);
      fixture.expectAll('grad/', gradients);
      fixture.expectAll('after/', statistics);
      expect(fixture.unused()).toEqual([]);
    });
  },
);
