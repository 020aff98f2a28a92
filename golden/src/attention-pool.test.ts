import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { learnedPositions } from 'selfie-patches';
import { describe, expect, test } from 'vitest';
import { openFixture } from './fixture.ts';
import { type PoolOptions, poolOptions } from './fixture-options.ts';
import { trainingPass, weightedSum } from './training-pass.ts';

describe.each(['attention-pool-post-ln', 'attention-pool-pre-ln'])('%s', (file) => {
  test('pooled vectors, their gradients, queries', () => {
    const fixture = openFixture<PoolOptions>(file);
    const positions = learnedPositions({ count: 9, size: 24 });
    const pool = attentionPool({ ...poolOptions(fixture.options), size: 24, positions });
    const variables = { ...pool.variables, ...positions.variables };
    fixture.load(variables);
    const features = tf.variable(fixture.input<tf.Tensor3D>('features'));
    const visible = fixture.input<tf.Tensor2D>('visible');
    fixture.expect('queries', pool.queries(features, visible, fixture.input('hidden')));

    const { output, loss, gradients } = trainingPass(
      { ...variables, features },
      (options) => pool.apply(features, visible, options),
      weightedSum(fixture.input('cotangent')),
    );
    fixture.expect('pooled', output);
    fixture.expect('loss', loss);
    fixture.expectAll('grad/', gradients);
    expect(fixture.unused()).toEqual([]);
  });
});
