import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { inProcessCommunicators } from '../communication/in-process-communicators.ts';
import { noProgress } from './progress.ts';
import { shareState } from './share-state.ts';

const variables = (x: number) => ({
  a: tf.tidy(() => tf.variable(tf.tensor2d([[x, x + 1, x + 2]]))),
  count: tf.tidy(() => tf.variable(tf.scalar(3 * x, 'int32'))),
});

test.each([0, 70_001, 16_777_217])("gives all ranks rank 0's values and its progress, at step %d", async (step) => {
  const ranks = [variables(5), variables(-7), variables(-9)];
  const before = tf.memory().numTensors;
  const progress = { step, skippedInARow: 5, ...(step > 0 && { lastGoodLoss: Math.fround(0.1) }) };
  const all = await Promise.all(
    inProcessCommunicators(3).map((rank, i) =>
      shareState(rank, ranks[i]!, i === 0 ? progress : { step: 1, skippedInARow: 9 }),
    ),
  );
  expect(all).toEqual([progress, progress, progress]);
  for (const { a, count } of ranks) {
    expect(await a.data()).toEqual(Float32Array.of(5, 6, 7));
    expect(await count.data()).toEqual(Int32Array.of(15));
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('one rank has nothing to share', async () => {
  expect(await shareState(inProcessCommunicators(1)[0]!, variables(5), noProgress)).toBe(noProgress);
});
