import * as tf from '@tensorflow/tfjs-core';
import { type SgdOptions, sgd } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { openFixture } from './fixture.ts';

test('optimizers: ten steps of SGD, plain, Nesterov with decay, Nesterov with a changing rate', () => {
  const fixture = openFixture('optimizers');
  const gradients = tf.unstack(fixture.input('gradients'));
  const start = fixture.input('start');
  const rates = fixture.input<tf.Tensor1D>('rates').dataSync();

  const descend = (options: Omit<SgdOptions, 'variables'>, rateAt: (step: number) => number) => {
    const kernel = tf.variable(start);
    const optimizer = sgd({ variables: { kernel }, ...options });
    const passed = gradients.map((gradient, step) => {
      optimizer.update({ kernel: gradient }, rateAt(step));
      return tf.clone(kernel);
    });
    return tf.stack(passed);
  };

  const plain = { momentum: 0, weightDecay: 0, nesterov: false };
  fixture.expect(
    'sgd',
    descend(plain, () => 0.1),
  );
  fixture.expect(
    'nesterov',
    descend({ momentum: 0.9, weightDecay: 0.01 }, () => 0.1),
  );
  fixture.expect(
    'nesterovScheduled',
    descend({ momentum: 0.9, weightDecay: 0 }, (step) => rates[step]!),
  );
  fixture.leaveOut('adamw');
  expect(fixture.unused()).toEqual([]);
});
