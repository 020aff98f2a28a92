import { describe, expect, test } from 'vitest';
import { centerCrop } from '../augment/center-crop.ts';
import { UNCHANGED } from '../augment/placement.ts';
import { writePicture } from '../augment/write-picture.ts';
import { standardisationTable } from '../channel-statistics.ts';
import { decodePicture } from '../decode/decode-picture.ts';
import { type EvaluationLoader, evaluationLoader } from './evaluation-loader.ts';
import { brokenOff, encodedPhotos, inMemory } from './fixtures/encoded-photos.ts';

const encoded = await encodedPhotos(11);
const normalise = { mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4] };
const options = { shape: [9, 7, 3], resize: [12, 10], batchSize: 4, normalise } as const;

async function copies(loader: EvaluationLoader) {
  const list = [];
  for await (const { images, shape, labels } of loader) list.push({ images: images.slice(), shape, labels });
  return list;
}

async function expected(indices: number[]): Promise<Float32Array> {
  const view = centerCrop({ size: [9, 7], resize: [12, 10] });
  const images = new Float32Array(indices.length * 189);
  for (const [place, index] of indices.entries()) {
    const { pixels } = await decodePicture(encoded[index]!, { view });
    writePicture(images, place * 189, pixels, [9, 7, 3], UNCHANGED, standardisationTable(normalise, 3));
  }
  return images;
}

describe('evaluationLoader', () => {
  test('gives every picture once, in order, cropped in the middle, as often as it is asked', async () => {
    const loader = evaluationLoader({ ...options, pictures: inMemory(encoded) });
    expect(loader.length).toBe(3);
    const batches = await copies(loader);
    expect(batches.map(({ shape }) => shape)).toEqual([
      [4, 9, 7, 3],
      [4, 9, 7, 3],
      [3, 9, 7, 3],
    ]);
    expect(batches[2]).toMatchObject({ images: await expected([8, 9, 10]), labels: Int32Array.of(2, 0, 1) });
    expect(await copies(loader)).toEqual(batches);
    const some = evaluationLoader({
      ...{ ...options, pictures: inMemory(encoded), indices: Int32Array.of(6, 2) },
      loading: { workers: 0 },
    });
    expect(await copies(some)).toEqual([
      { images: await expected([6, 2]), shape: [2, 9, 7, 3], labels: Int32Array.of(0, 2) },
    ]);
  });

  test('leaves broken pictures out, also a whole batch of them', async () => {
    const pictures = inMemory(
      encoded.map((picture, i) => ([1, 2, 4, 5, 6, 7].includes(i) ? brokenOff(picture) : picture)),
    );
    const bad: string[] = [];
    const onBad = (reason: string) => bad.push(reason);
    const batches = await copies(evaluationLoader({ ...options, pictures, loading: { maxBad: 0.6, onBad } }));
    expect(batches).toEqual([
      { images: await expected([0, 3]), shape: [2, 9, 7, 3], labels: Int32Array.of(0, 0) },
      { images: await expected([8, 9, 10]), shape: [3, 9, 7, 3], labels: Int32Array.of(2, 0, 1) },
    ]);
    expect(bad).toHaveLength(6);
    await expect(copies(evaluationLoader({ ...options, pictures, loading: { onBad } }))).rejects.toThrow(
      /^\d of 11 pictures are broken/,
    );
  });

  test('ends its threads where a loop is left early', async () => {
    for await (const { shape } of evaluationLoader({ ...options, pictures: inMemory(encoded) })) {
      expect(shape[0]).toBe(4);
      break;
    }
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
  });
});
