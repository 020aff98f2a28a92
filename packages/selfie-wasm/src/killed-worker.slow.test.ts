import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectValues } from '../testing/expect-values.ts';
import { startBackend } from '../testing/start-backend.ts';
import { word } from './control.ts';
import { machine } from './machine.ts';

it('a thread that dies with its share undone gives an error instead of a hang; what comes next runs on one thread', {
  timeout: 60_000,
}, () => {
  const given = machine();
  const { threads } = startBackend(2, given);
  const a = tf.ones<tf.Rank.R2>([100, 100]);
  tf.matMul(a, a).dispose();
  Atomics.add(new Int32Array(given.memory.buffer), word.active, 1); // what a thread killed in a kernel leaves
  expect(() => tf.matMul(a, a)).toThrow(
    /^selfie-wasm: a worker thread stopped answering in the kernel \w+, whose result is lost; what comes next runs on one thread$/,
  );
  expect(threads.count).toBe(1);
  expectValues(tf.sum(tf.matMul(a, a)), [], [1e6]);
});
