import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { prefixed } from './prefixed.ts';

test('puts each variable under the first part that lists it', () => {
  const [a, b, c] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
  const variables = prefixed({
    pool: { variables: { u0: a, 'positions/table': b } },
    positions: { variables: { table: b } },
    none: undefined,
    patchNetwork: { variables: { 'stem/kernel': c } },
  });
  expect(Object.entries(variables)).toEqual([
    ['pool/u0', a],
    ['pool/positions/table', b],
    ['patchNetwork/stem/kernel', c],
  ]);
});
