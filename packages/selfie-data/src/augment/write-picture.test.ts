import { expect, test } from 'vitest';
import { standardisationTable } from '../channel-statistics.ts';
import type { Placement } from './placement.ts';
import { writePicture } from './write-picture.ts';

const [height, width] = [3, 5];
const normalise = { mean: [0.4, 0.1, 0.7], deviation: [0.3, 0.7, 0.2] };

/** Pads with zeros, crops, mirrors and standardises a picture, one after the other. */
function oracle(picture: Uint8Array, channels: number, { rows, columns, mirrored }: Placement): Float32Array {
  const pad = 4;
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
  return Float32Array.from(
    turned.flat(2),
    (value, i) => (value / 255 - normalise.mean[i % channels]!) / normalise.deviation[i % channels]!,
  );
}

test.each([1, 2, 3])(
  'moves, mirrors and standardises %i channels as one step after the other does, to the bit',
  (channels) => {
    const size = height * width * channels;
    const picture = Uint8Array.from({ length: size }, (_, i) => (i * 41 + 7) % 256);
    const statistics = { mean: normalise.mean.slice(0, channels), deviation: normalise.deviation.slice(0, channels) };
    const table = standardisationTable(statistics, channels);
    for (let rows = -3; rows <= 3; rows++)
      for (let columns = -4; columns <= 4; columns++)
        for (const mirrored of [false, true]) {
          const out = new Float32Array(size + 7).fill(-99);
          writePicture(out, 4, picture, [height, width, channels], { rows, columns, mirrored }, table);
          expect(out.subarray(4, 4 + size)).toEqual(oracle(picture, channels, { rows, columns, mirrored }));
          expect([...out.subarray(0, 4), ...out.subarray(4 + size)]).toEqual(Array(7).fill(-99));
        }
  },
);
