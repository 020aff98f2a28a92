import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeWhole } from 'example-fashion-mnist/src/outputs.ts';
import { type ChannelStatistics, centerCrop } from 'selfie-data';
import { sampleStatistics } from 'selfie-data/node';
import type { Photos } from './photos.ts';

/**
 * Mean and deviation per channel of up to 500 of the pictures to learn from, at the size that is learned at. They are kept
 * in a file: a run that goes on has those that it began with.
 *
 * @throws the signal's reason; Error if no picture can be decoded.
 */
export async function keptStatistics(
  { folder, pictures, training }: Photos,
  { size, file, signal }: { size: number; file: string; signal: AbortSignal },
): Promise<ChannelStatistics> {
  const of = { photos: resolve(folder), pictures: pictures.length, size };
  const kept = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined); // none yet, or a damaged file
  if (kept && JSON.stringify(kept.of) === JSON.stringify(of)) return kept.statistics;
  const source = {
    length: training.length,
    read: async (index: number) => {
      signal.throwIfAborted();
      return pictures.read(training[index]!);
    },
  };
  const statistics = await sampleStatistics({ source, count: 500, view: centerCrop({ size: [size, size] }) });
  writeWhole(file, `${JSON.stringify({ of, statistics }, null, 2)}\n`);
  return statistics;
}
