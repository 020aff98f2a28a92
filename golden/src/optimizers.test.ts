import * as tf from '@tensorflow/tfjs-core';
import { adamW, type Optimizer, sgd, type Variables } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { openFixture } from './fixture.ts';
import { relativeError } from './relative-error.ts';

test('optimizers: ten steps of SGD, plain, Nesterov with decay, Nesterov with a changing rate, and of AdamW', () => {
  const fixture = openFixture('optimizers');
  const gradients = tf.unstack(fixture.input('gradients'));
  const start = fixture.input('start');
  const rates = fixture.input<tf.Tensor1D>('rates').dataSync();

  const descend = (make: (variables: Variables) => Optimizer, rateAt: (step: number) => number) => {
    const kernel = tf.variable(start);
    const optimizer = make({ kernel });
    const passed = gradients.map((gradient, step) => {
      optimizer.update({ kernel: gradient }, rateAt(step));
      return tf.clone(kernel);
    });
    return tf.stack(passed);
  };
  const compare = (name: string, ...run: Parameters<typeof descend>) => {
    const actual = descend(...run);
    expect(relativeError(actual, fixture.input(name)), name).toBeLessThanOrEqual(1e-6);
  };

  compare(
    'sgd',
    (variables) => sgd({ variables, momentum: 0, weightDecay: 0, nesterov: false }),
    () => 0.1,
  );
  compare(
    'nesterov',
    (variables) => sgd({ variables, weightDecay: 0.01 }),
    () => 0.1,
  );
  compare(
    'nesterovScheduled',
    (variables) => sgd({ variables, weightDecay: 0 }),
    (step) => rates[step]!,
  );
  compare(
    'adamw',
    (variables) => adamW({ variables, beta2: 0.98, weightDecay: 0.1 }),
    () => 0.01,
  );
  expect(fixture.unused()).toEqual([]);
});
