import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArrayBatch, PictureFiles, Shape } from 'selfie-data';
import {
  imageFolder,
  type LoadingOptions,
  openPacked,
  packDataset,
  pictureLoader,
  type ShardPosition,
  streamLoader,
  webDataset,
} from 'selfie-data/node';
import { readVariables, sgd, type TensorData, type TrainResult, train } from 'selfie-trainer';
import { checkpointFolder } from 'selfie-trainer/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { pretrainingTask } from './networks.ts';
import { breakOff, scratch, writePhotos } from './start.testing.ts';

/** What `train` takes its batches from. */
interface Loader {
  batches(step: number, from?: unknown): Promise<ArrayBatch>;
  close(): Promise<void>;
}

const { folder } = scratch();
const [photos, files] = [folder(), folder()];
const [packed, shards] = [join(files, 'photos.safetensors'), join(files, 'photos-{0..2}.tar')];
const [batchSize, seed] = [3, 5];
const shape: Shape = [8, 8, 3];
const augment = { randomResizedCrop: {}, colorJitter: { brightness: 0.3, hue: 0.1 }, flip: 'horizontal' } as const;

/** Opens pictures of each kind, to be loaded with so many threads. */
const kinds: Record<string, (loading: LoadingOptions) => Promise<Loader>> = {
  async 'a folder'(loading) {
    return pictureLoader({ pictures: await opened(), shape, batchSize, seed, augment, loading });
  },
  async 'a packed file'(loading) {
    const pictures = await openPacked(packed);
    const loader = pictureLoader({ pictures, shape, batchSize, seed, augment, loading });
    return {
      batches: loader.batches,
      close: async () => {
        await loader.close();
        await pictures.close();
      },
    };
  },
  async 'a stream of shards'(loading) {
    const stream = webDataset(shards, { shuffle: { seed: 2, samples: 7 } });
    const loader = streamLoader({ stream, shape, batchSize, seed, augment, loading });
    return { ...loader, batches: (step, from) => loader.batches(step, from as ShardPosition | undefined) };
  },
};

/** 40 pictures, one of them broken. */
const opened = (): Promise<PictureFiles> => imageFolder(photos, { labels: 'none', cache: 'none' });

beforeAll(async () => {
  await writePhotos(photos, 40);
  breakOff(join(photos, '000.jpg'));
  mkdirSync(files);
  const pictures = await opened();
  await packDataset({ pictures, file: packed, shape: [12, 12, 3] });
  for (const shard of [0, 1, 2]) {
    const samples = Array.from({ length: 40 }, (_, i) => i).filter((i) => i % 3 === shard);
    const entries = await Promise.all(
      samples.map(async (i) => tarEntry(`${i}.jpg`, Buffer.from((await pictures.read(i)).bytes))),
    );
    writeFileSync(join(files, `photos-${shard}.tar`), Buffer.concat([...entries, Buffer.alloc(1024)]));
  }
});

/** A file in a tar archive, as POSIX has it. */
function tarEntry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(name, 0);
  header.write(
    `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(content.length, 11)}\0${octal(0, 11)}\0`,
    100,
  );
  header.write(`${' '.repeat(8)}0`, 148);
  header.write('ustar\x0000', 257);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte),
      6,
    )}\0 `,
    148,
  );
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** The variables after 40 steps, or after some that it was stopped after; it goes on where there is a checkpoint. */
async function trained(
  open: (typeof kinds)[string],
  { workers, out, stopAfter }: { workers: number; out: string; stopAfter?: number },
): Promise<{ result: TrainResult; weights: Readonly<Record<string, TensorData>> }> {
  const task = pretrainingTask({ size: 8, patch: 2, seed });
  const optimizer = sgd({ variables: task.variables });
  const loader = await open({ workers, maxBad: 0.1, onBad() {} });
  const stop = new AbortController();
  const result = await train({
    objective: task,
    optimizer,
    learningRate: () => 0.05,
    batches: loader.batches,
    ...{ steps: 40, batchSize, seed, signal: stop.signal },
    checkpoints: { store: checkpointFolder({ folder: out }), every: 40 },
    onStep({ step }) {
      if (step + 1 === stopAfter) stop.abort();
    },
  }).finally(loader.close);
  const weights = await readVariables(task.variables);
  optimizer.dispose();
  task.dispose();
  return { result, weights };
}

describe.each(Object.keys(kinds))('40 steps on %s', (kind) => {
  let straight: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    straight = await trained(kinds[kind]!, { workers: 1, out: folder() });
    expect(straight.result).toEqual({ steps: 40, stopped: false, resumedFrom: 0 });
  });

  test.each([1, 3])('are 17 and, gone on with, 23 steps to the bit, with %i threads', async (workers) => {
    const out = folder();
    const first = await trained(kinds[kind]!, { workers, out, stopAfter: 17 });
    expect(first.result).toEqual({ steps: 17, stopped: true, resumedFrom: 0 });
    expect(first.weights).not.toEqual(straight.weights);
    const second = await trained(kinds[kind]!, { workers, out });
    expect(second.result).toEqual({ steps: 40, stopped: false, resumedFrom: 17 });
    expect(second.weights).toEqual(straight.weights);
  });
});
