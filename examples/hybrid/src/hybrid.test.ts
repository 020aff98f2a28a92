import * as tf from '@tensorflow/tfjs-core';
import type { LabelledImageDataset } from 'selfie-data';
import { expect, test } from 'vitest';
import { hybrid } from './hybrid.ts';

/** Pictures of 16×8 pixels: a bright bar that fades along it, upright in class 0 and level in class 1. */
function bars(length: number): LabelledImageDataset {
  const [height, width] = [16, 8];
  const images = new Uint8Array(length * height * width);
  const labels = Uint8Array.from({ length }, (_, i) => i % 2);
  for (let i = 0; i < length; i++) {
    const place = 2 + (Math.floor(i / 2) % 4);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [along, across] = labels[i] ? [x, y / 2] : [y, x];
        if (across >= place && across < place + 2) images[(i * height + y) * width + x] = 250 - 12 * along;
      }
  }
  return { length, shape: [height, width, 1], images, labels, classes: 2 };
}

test('a hybrid of pretrained parts learns at small size, and leaves nothing behind', async () => {
  const losses = { pretraining: [] as number[], finetuning: [] as number[] };
  const before = tf.memory().numTensors;
  const accuracy = await hybrid({
    train: bars(64),
    test: bars(32),
    labelled: Int32Array.from({ length: 16 }, (_, i) => i),
    patchSize: 4,
    network: { depths: [1, 1, 1], width: 4 },
    attention: { blocks: 1, heads: 2, feedForward: 8, dropout: 0, norm: 'pre' },
    steps: { pretraining: 40, finetuning: 40 },
    onStep: (phase, { loss }) => losses[phase].push(loss),
  });

  const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
  for (const curve of Object.values(losses)) expect(mean(curve.slice(-10))).toBeLessThan(mean(curve.slice(0, 10)));
  expect(losses.pretraining).toHaveLength(40);
  expect(accuracy).toBeGreaterThan(0.75);
  expect(tf.memory().numTensors).toBe(before);
});
