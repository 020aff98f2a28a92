import * as tf from '@tensorflow/tfjs-core';
import { resnet50 } from 'selfie-resnet';
import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';
import { type Backend, useBackend } from '../measured/use-backend.ts';

/** What ResNet-50 costs on images of 224×224 pixels. */
export interface InferenceResult {
  readonly vectorBits: 128 | 256;
  /** Of each batch, the reading of its logits included. */
  readonly seconds: readonly number[];
}

const options = parse('backend', 'batch', 'warm-up', 'steps');
const { vectorBits } = await useBackend(options.backend as Backend);
const { apply } = resnet50({ classes: 1000, stem: 'large' });
const shape: [number, number, number, number] = [Number(options.batch), 224, 224, 3];
const pixels = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((i * 37) % 17) / 8 - 1);
const images = tf.tensor4d(pixels, shape);

const seconds: number[] = [];
for (let step = 0; step < Number(options['warm-up']) + Number(options.steps); step++) {
  const start = performance.now();
  const logits = apply(images);
  await logits.data();
  logits.dispose();
  seconds.push((performance.now() - start) / 1000);
}
report<InferenceResult>({ vectorBits, seconds: seconds.slice(Number(options['warm-up'])) });
