import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Classifier } from '../interfaces.ts';
import { classification } from './classification.ts';

/** Says the same logits, whatever the images. */
function fixed(logits: number[][]): Classifier & { training: (boolean | undefined)[] } {
  const table = tf.variable(tf.tensor2d(logits));
  const training: (boolean | undefined)[] = [];
  return {
    training,
    variables: { table },
    apply: (_, options) => {
      training.push(options?.training);
      return tf.clone(table as tf.Tensor2D);
    },
    dispose: () => table.dispose(),
  };
}

const images = tf.zeros<tf.Rank.R4>([3, 2, 2, 1]);
const labels = tf.tensor1d([2, 0, 1], 'int32');
const logits = [
  [1, 2, 3],
  [0, 0, 4],
  [-1, 5, 0],
];

test('the loss is the mean of log-sum-exp minus the logit of the label, the accuracy 2 of 3', async () => {
  const { loss, metrics } = classification(fixed(logits)).apply({ images, labels });
  const nat = (row: number[], label: number) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[label]!;
  const expected = (nat(logits[0]!, 2) + nat(logits[1]!, 0) + nat(logits[2]!, 1)) / 3;
  expect((await loss.data())[0]).toBeCloseTo(expected, 5);
  expect((await metrics.accuracy!.data())[0]).toBeCloseTo(2 / 3, 6);
});

test('equal logits cost ln classes', async () => {
  const { loss } = classification(fixed(logits.map(() => [0.5, 0.5, 0.5]))).apply({ images, labels });
  expect((await loss.data())[0]).toBeCloseTo(Math.log(3), 6);
});

test("hands its options on, lists the classifier's variables and disposes none", () => {
  const classifier = fixed(logits);
  const objective = classification(classifier);
  objective.apply({ images, labels }, { training: true });
  expect(classifier.training).toEqual([true]);
  expect(Object.keys(objective.variables)).toEqual(['table']);
  objective.dispose();
  expect(classifier.variables.table!.isDisposed).toBe(false);
});

test('leaves nothing behind but its result', () => {
  const objective = classification(fixed(logits));
  const before = tf.memory().numTensors;
  tf.dispose(objective.apply({ images, labels }));
  expect(tf.memory().numTensors).toBe(before);
});

test('asks for labels', () => {
  expect(() => classification(fixed(logits)).apply({ images })).toThrow(
    'classification needs labels: got a batch of images without; add one an image',
  );
});
