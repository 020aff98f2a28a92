import * as tf from '@tensorflow/tfjs-core';
import type { SelectionPicture } from 'selfie-cli/report';
import { evaluationBatches, type LabelledImageDataset } from 'selfie-data';
import type { PatchSelection } from 'selfie-trainer';
import { patchSize } from './networks.ts';
import { kinds, normalise } from './pictures.ts';

/** The first pictures with the patches that were hidden, split as in the evaluation, and what was chosen for each. */
export async function choices(
  task: PatchSelection,
  data: LabelledImageDataset,
  { count, seed }: { count: number; seed: number },
): Promise<SelectionPicture[]> {
  const [batch] = evaluationBatches({ data, batchSize: count, normalise });
  const [height, width] = data.shape;
  const { hidden, chosen } = tf.tidy(() => {
    const images = tf.tensor4d(batch!.images, [...batch!.shape]);
    const { hidden, logits } = task.select(images, { random: { seed, first: 0 } });
    return { hidden, chosen: tf.argMax(logits!, -1) as tf.Tensor2D }; // [b, m], the second by place in the first
  });
  const places = await hidden.array();
  const answers = await chosen.array();
  tf.dispose([hidden, chosen]);

  return places.map((ofPicture, i) => ({
    name: kinds[data.labels[i]!]!,
    pixels: data.images.subarray(i * height * width, (i + 1) * height * width),
    width,
    height,
    channels: 1,
    patchSize: [patchSize, patchSize],
    hidden: ofPicture,
    chosen: answers[i]!.map((answer) => ofPicture[answer]!),
  }));
}
