import * as tf from '@tensorflow/tfjs-core';
import type { SelectionPicture } from 'selfie-cli/report';
import type { ChannelStatistics } from 'selfie-data';
import { middles, type Viewing } from './measure.ts';
import type { Task } from './networks.ts';
import type { Photos } from './photos.ts';

/** The first pictures held out with the patches that were hidden, split as in the measurement, and what was chosen for each. */
export async function choices(
  task: Task,
  photos: Photos,
  { count, seed, patch }: { count: number; seed: number; patch: number },
  viewing: Viewing,
): Promise<SelectionPicture[]> {
  const shown: SelectionPicture[] = [];
  for await (const { images, shape, labels } of middles(photos, photos.heldOut.subarray(0, count), viewing)) {
    const [, height, width] = shape;
    const { hidden, chosen } = tf.tidy(() => {
      const { hidden, logits } = task.select(tf.tensor4d(images, [...shape]), { random: { seed, first: 0 } });
      return { hidden, chosen: tf.argMax(logits!, -1) as tf.Tensor2D }; // [b, m], the second by place in the first
    });
    const [places, answers] = [await hidden.array(), await chosen.array()];
    tf.dispose([hidden, chosen]);
    const pixels = asBytes(images, viewing.normalise);
    const size = height * width * 3;
    for (const [i, ofPicture] of places.entries()) {
      shown.push({
        name: photos.nameOf(labels![i]!),
        pixels: pixels.subarray(i * size, (i + 1) * size),
        ...{ width, height, channels: 3, patchSize: [patch, patch] },
        hidden: ofPicture,
        chosen: answers[i]!.map((answer) => ofPicture[answer]!),
      });
    }
  }
  return shown;
}

/** What standardised pictures `[…, 3]` were made of. */
const asBytes = (images: Float32Array, { mean, deviation }: ChannelStatistics): Uint8Array =>
  Uint8Array.from(images, (value, i) => Math.round(255 * (value * deviation[i % 3]! + mean[i % 3]!)));
