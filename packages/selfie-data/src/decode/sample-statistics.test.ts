import { describe, expect, test } from 'vitest';
import { channelStatisticsOf } from '../channel-statistics.ts';
import { decodePicture } from './decode-picture.ts';
import { photo, toEncode } from './fixtures/photo.ts';
import { sampleStatistics } from './sample-statistics.ts';

const encoded = await Promise.all(
  [5, 7, 9, 11, 13].map(async (side, i) => ({
    bytes: new Uint8Array(
      await toEncode(photo(side, 2 * side))
        .png()
        .toBuffer(),
    ),
    origin: `${i}.png`,
  })),
);
const broken = { bytes: new Uint8Array(0), origin: 'empty.png' };
const files = (pictures: typeof encoded, read: number[] = []) => ({
  length: pictures.length,
  read: async (index: number) => {
    read.push(index);
    return pictures[index]!;
  },
});
const statistics = async (pictures: typeof encoded, channels: 1 | 3 = 3) =>
  channelStatisticsOf(await Promise.all(pictures.map((picture) => decodePicture(picture, { channels }))));

describe('sampleStatistics', () => {
  test('are those of all pictures where there are no more', async () => {
    const { mean, deviation } = await sampleStatistics({ source: files(encoded) });
    const expected = await statistics(encoded);
    for (const channel of [0, 1, 2]) {
      expect(mean[channel]).toBeCloseTo(expected.mean[channel]!, 12);
      expect(deviation[channel]).toBeCloseTo(expected.deviation[channel]!, 12);
    }
    expect((await sampleStatistics({ source: files(encoded), channels: 1 })).mean.length).toBe(1);
  });

  test('read as many as wanted, drawn by the seed, each once', async () => {
    const drawn = async (seed: number) => {
      const read: number[] = [];
      await sampleStatistics({ source: files(encoded, read), count: 3, seed });
      return read;
    };
    const draws = await Promise.all([0, 0, 1, 2, 3].map(drawn));
    expect(draws[0]).toEqual(draws[1]);
    expect(new Set(draws.map((read) => read.join())).size).toBeGreaterThan(1);
    for (const read of draws) expect(new Set(read).size).toBe(3);
  });

  test('of a stream are those of its first pictures', async () => {
    let taken = 0;
    const source = {
      async *samples() {
        for (const picture of encoded) {
          taken++;
          yield { ...picture, next: taken };
        }
      },
    };
    expect(await sampleStatistics({ source, count: 2 })).toEqual(await statistics(encoded.slice(0, 2)));
    expect(taken).toBe(2);
  });

  test('leave out what cannot be decoded, unless nothing can', async () => {
    expect(await sampleStatistics({ source: files([encoded[1]!, broken]) })).toEqual(await statistics([encoded[1]!]));
    const locked = {
      length: 2,
      read: (index: number) => (index === 0 ? Promise.reject(new Error('0 is locked')) : files(encoded).read(1)),
    };
    expect(await sampleStatistics({ source: locked })).toEqual(await statistics([encoded[1]!]));
    await expect(sampleStatistics({ source: files([broken]) })).rejects.toThrow('empty.png: expected a JPEG');
    await expect(sampleStatistics({ source: files([]) })).rejects.toThrow(
      'pictures must hold at least one picture: got none; give some pictures',
    );
    await expect(sampleStatistics({ source: files(encoded), count: 0 })).rejects.toThrow(
      'count must be a whole number above 0: got 0; use e.g. 1000',
    );
  });
});
