import { describe, expect, test } from 'vitest';
import type { Placement } from './augmentation.ts';
import { batchAssembler } from './batch-assembler.ts';

const [height, width, channels] = [3, 5, 2];
const data = {
  length: 7,
  shape: [height, width, channels] as const,
  images: Uint8Array.from({ length: 7 * 30 }, (_, i) => (i * 41 + 7) % 256),
  labels: Uint8Array.of(3, 1, 4, 1, 5, 2, 6),
};
const normalise = { mean: [0.4, 0.1], deviation: [0.3, 0.7] };

/** Pads with zeros, crops, mirrors and standardises a picture, one after the other. */
function oracle(picture: Uint8Array, { rows, columns, mirrored }: Placement): number[] {
  const pad = 2;
  const padded = Array.from({ length: height + 2 * pad }, () =>
    Array.from({ length: width + 2 * pad }, () => Array<number>(channels).fill(0)),
  );
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) padded[y + pad]![x + pad]![c] = picture[(y * width + x) * channels + c]!;
  const cropped = padded
    .slice(pad + rows, pad + rows + height)
    .map((row) => row.slice(pad + columns, pad + columns + width));
  const turned = mirrored ? cropped.map((row) => row.toReversed()) : cropped;
  return turned.flat(2).map((value, i) => (value / 255 - normalise.mean[i % 2]!) / normalise.deviation[i % 2]!);
}

describe('assemble', () => {
  test('moves, mirrors and standardises as one step after the other does', () => {
    const { assemble } = batchAssembler({ data, batchSize: 1, normalise });
    for (let rows = -2; rows <= 2; rows++)
      for (let columns = -2; columns <= 2; columns++)
        for (const mirrored of [false, true]) {
          const placement = { rows, columns, mirrored };
          const { images } = assemble(Int32Array.of(4), () => placement);
          const expected = oracle(data.images.subarray(4 * 30, 5 * 30), placement);
          expect(images.length).toBe(30);
          images.forEach((value, i) => {
            expect(value).toBeCloseTo(expected[i]!, 5);
          });
        }
  });

  test('puts pictures and labels in the order asked for, each placed by its position', () => {
    const { assemble } = batchAssembler({ data, batchSize: 3, normalise });
    const places = [0, 1, 2].map((columns) => ({ rows: 0, columns, mirrored: columns === 1 }));
    const { images, shape, labels } = assemble(Int32Array.of(6, 0, 2), (position) => places[position]!);
    expect(shape).toEqual([3, 3, 5, 2]);
    expect(labels).toEqual(Int32Array.of(6, 3, 4));
    [6, 0, 2].forEach((picture, position) => {
      const expected = oracle(data.images.subarray(picture * 30, (picture + 1) * 30), places[position]!);
      const found = images.subarray(position * 30, (position + 1) * 30);
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 5);
      });
    });
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
