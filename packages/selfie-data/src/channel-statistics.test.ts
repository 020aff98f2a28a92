import { expect, test } from 'vitest';
import { channelStatistics, channelStatisticsOf, standardisationTable } from './channel-statistics.ts';

const data = {
  length: 5,
  shape: [3, 7, 2] as const,
  images: Uint8Array.from({ length: 210 }, (_, i) => (i * 31) % 256),
};

test('are the mean and the deviation of each channel', () => {
  const { mean, deviation } = channelStatistics(data);
  for (const channel of [0, 1]) {
    const values = [...data.images].filter((_, i) => i % 2 === channel).map((value) => value / 255);
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length;
    expect(mean[channel]).toBeCloseTo(center, 12);
    expect(deviation[channel]).toBeCloseTo(Math.sqrt(variance), 12);
  }
  expect(mean[0]).not.toBeCloseTo(mean[1]!, 3);
});

test('of pictures that come one after the other are those of all their pixels', async () => {
  async function* pictures() {
    yield { pixels: data.images.subarray(0, 3 * 7 * 2), shape: [3, 7, 2] } as const;
    yield { pixels: data.images.subarray(3 * 7 * 2), shape: [4, 21, 2] } as const;
  }
  expect(await channelStatisticsOf(pictures())).toEqual(channelStatistics(data));
});

test('are refused of no pictures, and of grey and coloured ones together', async () => {
  await expect(channelStatisticsOf([])).rejects.toThrow(
    'pictures must hold at least one picture: got none; give some pictures',
  );
  const grey = { pixels: new Uint8Array(1), shape: [1, 1, 1] } as const;
  const coloured = { pixels: new Uint8Array(3), shape: [1, 1, 3] } as const;
  await expect(channelStatisticsOf([coloured, grey])).rejects.toThrow(
    'pictures must all have as many channels: got one with 1 after one with 3; decode them alike',
  );
});

test('fill a table of standardised values per channel', () => {
  const table = standardisationTable({ mean: [0.5, 0.2], deviation: [0.25, 2] }, 2);
  expect(table.length).toBe(512);
  expect(table[0]).toBeCloseTo(-2, 6);
  expect(table[255]).toBeCloseTo(2, 6);
  expect(table[256 + 51]).toBeCloseTo(0, 6);
  expect(table[256 + 255]).toBeCloseTo(0.4, 6);
});

test('refuse a channel too few and a deviation of zero', () => {
  expect(() => standardisationTable({ mean: [0.5], deviation: [0.5] }, 3)).toThrow(
    'normalise must hold a mean and a deviation for each of 3 channels: got 1 and 1; use channelStatistics(data)',
  );
  expect(() => standardisationTable({ mean: [0.5, 0], deviation: [0.5, 0] }, 2)).toThrow(
    'normalise.deviation must be above 0: got 0 for channel 1; use 1 for a constant channel',
  );
});
