import { describe, expect, test } from 'vitest';
import { augmenter } from './augment/augmenter.ts';
import { writePicture } from './augment/write-picture.ts';
import { batchAssembler } from './batch-assembler.ts';
import { standardisationTable } from './channel-statistics.ts';

const data = {
  length: 7,
  shape: [3, 5, 2] as const,
  images: Uint8Array.from({ length: 7 * 30 }, (_, i) => (i * 41 + 7) % 256),
  labels: Uint8Array.of(3, 1, 4, 1, 5, 2, 6),
};
const normalise = { mean: [0.4, 0.1], deviation: [0.3, 0.7] };

describe('assemble', () => {
  test('puts pictures and labels in the order asked for, as they are', () => {
    const { assemble } = batchAssembler({ data, batchSize: 3, normalise });
    const { images, shape, labels } = assemble(Int32Array.of(6, 0, 2));
    expect(shape).toEqual([3, 3, 5, 2]);
    expect(labels).toEqual(Int32Array.of(6, 3, 4));
    const expected = [6, 0, 2].flatMap((picture) => [...data.images.subarray(picture * 30, (picture + 1) * 30)]);
    images.forEach((value, i) => {
      expect(value).toBeCloseTo((expected[i]! / 255 - normalise.mean[i % 2]!) / normalise.deviation[i % 2]!, 5);
    });
  });

  test('crops, recolours, moves and mirrors each picture by its own stream', () => {
    const shape = [3, 5, 1] as const;
    const grey = { ...data, length: 14, shape, labels: undefined };
    const augment = { randomResizedCrop: {}, colorJitter: { brightness: 0.5 }, shift: 1, flip: 'horizontal' } as const;
    const before = data.images.slice();
    const { images } = batchAssembler({ data: grey, batchSize: 3 }, augment).assemble(Int32Array.of(11, 0, 4), {
      seed: 8,
      first: 20,
    });
    const { look, place } = augmenter({ shape, augment });
    const table = standardisationTable({ mean: [0], deviation: [1] }, 1);
    const expected = new Float32Array(45);
    [11, 0, 4].forEach((picture, i) => {
      const example = { seed: 8, stream: 20 + i };
      const { pixels } = look({ pixels: grey.images.subarray(picture * 15, picture * 15 + 15), shape }, example);
      writePicture(expected, i * 15, pixels, shape, place(example), table);
    });
    expect(images).toEqual(expected);
    expect(data.images).toEqual(before);
  });

  test('leaves values in [0, 1] and pictures in place by default, without labels where there are none', () => {
    const { assemble, pictures } = batchAssembler({ data: { ...data, labels: undefined }, batchSize: 7 });
    const { images, labels } = assemble(pictures);
    expect(labels).toBeUndefined();
    images.forEach((value, i) => {
      expect(value).toBeCloseTo(data.images[i]! / 255, 6);
    });
  });
});

test.each([
  [{ batchSize: 0 }, 'batchSize must be a whole number above 0: got 0; use e.g. 64'],
  [{ batchSize: 2.5 }, 'batchSize must be a whole number above 0: got 2.5; use e.g. 64'],
  [{ indices: new Int32Array(0) }, 'indices must hold at least one index: got none; leave them out for all'],
  [{ indices: Int32Array.of(0, 7) }, 'indices must be from 0 to 6: got 7; use indices of this data set'],
  [{ indices: Int32Array.of(-1) }, 'indices must be from 0 to 6: got -1; use indices of this data set'],
  [
    { data: { ...data, length: 8 } },
    'data.images must hold 240 bytes for 8 pictures of [3, 5, 2]: got 210; correct length or shape',
  ],
  [
    { data: { ...data, length: 0, images: new Uint8Array(0) } },
    'data must hold at least one picture: got 0 of [3, 5, 2]; give some pictures',
  ],
  [
    { data: { ...data, labels: Uint8Array.of(1) } },
    'data.labels must hold one label for each of 7 pictures: got 1; give the labels of this set',
  ],
  [
    { normalise: { mean: [0.5], deviation: [1] } },
    'normalise must hold a mean and a deviation for each of 2 channels: got 1 and 1; use channelStatistics(data)',
  ],
])('refuses options out of their range (%#)', (options, message) => {
  expect(() => batchAssembler({ data, batchSize: 3, ...options })).toThrow(message);
});
