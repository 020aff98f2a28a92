import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { ApplyOptions, Batch, Objective } from '../interfaces.ts';
import { disposePass, forwardBackward } from './forward-backward.ts';

const batch = { images: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2, 1, 1] as const };
const random = { seed: 5, first: 6 };

/** loss = w · mean(images); it proposes a running mean twice, as a network applied twice would. */
function objective(fail = false) {
  const w = tf.variable(tf.scalar(2));
  const running = tf.variable(tf.scalar(0), false);
  const seen: { images: number[]; options?: ApplyOptions }[] = [];
  const apply: Objective['apply'] = ({ images }: Batch, options) =>
    tf.tidy(() => {
      seen.push({ images: images.shape, options });
      options?.statistics?.(running, tf.keep(tf.scalar(-1)));
      if (fail) throw new Error('out of memory');
      const mean = tf.mean<tf.Scalar>(images);
      options?.statistics?.(running, tf.clone(mean)); // not kept: the receiver does
      return { loss: tf.mul(w, mean), metrics: { mean } };
    });
  return { apply, variables: { w, running }, dispose() {}, seen, running };
}

test('gives loss, metrics, gradients by path and the last statistics proposed; nothing is assigned', async () => {
  const given = objective();
  const before = tf.memory().numTensors;
  const pass = forwardBackward(given, batch, random);
  expect(await pass.loss.data()).toEqual(Float32Array.of(7));
  expect(await pass.metrics.mean!.data()).toEqual(Float32Array.of(3.5));
  expect(await pass.gradients.w!.data()).toEqual(Float32Array.of(3.5));
  expect([...pass.statistics].map(([variable, next]) => [variable, next.dataSync()[0]])).toEqual([
    [given.running, 3.5],
  ]);
  expect(await given.running.data()).toEqual(Float32Array.of(0));
  expect(given.seen).toMatchObject([{ images: [3, 2, 1, 1], options: { training: true, random } }]);
  disposePass(pass);
  expect(tf.memory().numTensors).toBe(before);
});

test('leaves nothing behind when the objective throws', () => {
  const given = objective(true);
  const before = tf.memory().numTensors;
  expect(() => forwardBackward(given, batch, random)).toThrow('out of memory');
  expect(tf.memory().numTensors).toBe(before);
});

test('wants one label an image', () => {
  expect(() => forwardBackward(objective(), { ...batch, labels: Int32Array.of(1, 2) }, random)).toThrow(
    'a batch has one label an image: got 2 labels for 3 images',
  );
});
