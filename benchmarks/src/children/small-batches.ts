import { batches } from 'selfie-data';
import { noise } from '../measured/noise.ts';
import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';

/** What a picture of a batch costs on one core. */
export interface SmallBatchesResult {
  /** Seconds a picture: order, shift, flip, standardised. */
  readonly augmented: number;
  /** Seconds a picture of a plain loop that only makes floats of its bytes. */
  readonly plain: number;
}

const options = parse('channels', 'seconds');
const channels = Number(options.channels);
const seconds = Number(options.seconds);
const batchSize = 64;
const data = noise(10_000, [32, 32, channels]);
const normalise = { mean: Array(channels).fill(0.5), deviation: Array(channels).fill(0.25) };
const batch = batches({ data, batchSize, seed: 1, augment: { shift: 2, flip: 'horizontal' }, normalise });
const size = batchSize * 32 * 32 * channels;

/** Seconds of the fastest call of many, a picture. */
function fastest(call: (step: number) => void): number {
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + 1000 * seconds;
  for (let step = 0; performance.now() < end; step++) {
    const start = performance.now();
    for (let i = 0; i < 10; i++) call(10 * step + i);
    least = Math.min(least, performance.now() - start);
  }
  return least / 1000 / 10 / batchSize;
}

const augmented = fastest(batch);
const plain = fastest((step) => {
  const from = (step * size) % (data.images.length - size);
  const floats = new Float32Array(size);
  for (let i = 0; i < size; i++) floats[i] = (data.images[from + i]! / 255 - 0.5) / 0.25;
});
report<SmallBatchesResult>({ augmented, plain });
