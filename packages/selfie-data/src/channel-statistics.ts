import { checkDataset, type ImageDataset } from './dataset.ts';
import type { Picture } from './sources/picture.ts';

/** What pixels are standardised by: (value / 255 − mean) / deviation, per channel. */
export interface ChannelStatistics {
  /** Means `[c]`, in [0, 1]. */
  readonly mean: readonly number[];
  /** Standard deviations `[c]`, above 0. */
  readonly deviation: readonly number[];
}

/** The mean and the (population) standard deviation of each channel over all pictures, of values in [0, 1]. */
export function channelStatistics(data: ImageDataset): ChannelStatistics {
  checkDataset(data);
  const channels = data.shape[2];
  return ofCounts(countValues(data.images, channels, new Float64Array(channels * 256)), channels);
}

/**
 * The same over all pixels of pictures of any size, which come one after the other and are not kept.
 *
 * @throws RangeError if there is no picture, or they have not all as many channels.
 */
export async function channelStatisticsOf(
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
): Promise<ChannelStatistics> {
  let seen: { channels: number; counts: Float64Array } | undefined;
  for await (const { pixels, shape } of pictures) {
    const channels = shape[2];
    seen ??= { channels, counts: new Float64Array(channels * 256) };
    if (channels !== seen.channels) {
      throw new RangeError(
        `pictures must all have as many channels: got one with ${channels} after one with ${seen.channels}; ` +
          'decode them alike',
      );
    }
    countValues(pixels, channels, seen.counts);
  }
  if (!seen) throw new RangeError('pictures must hold at least one picture: got none; give some pictures');
  return ofCounts(seen.counts, seen.channels);
}

/** Adds how often each value comes in each channel to the counts `[c, 256]`. */
function countValues(pixels: Uint8Array, channels: number, counts: Float64Array): Float64Array {
  for (let i = 0; i < pixels.length; i += channels) {
    for (let channel = 0; channel < channels; channel++) counts[channel * 256 + pixels[i + channel]!]!++;
  }
  return counts;
}

function ofCounts(counts: Float64Array, channels: number): ChannelStatistics {
  const pixels = counts.subarray(0, 256).reduce((sum, n) => sum + n, 0);
  const average = (channel: number, of: (value: number) => number) =>
    counts.subarray(channel * 256, channel * 256 + 256).reduce((sum, n, value) => sum + n * of(value / 255), 0) /
    pixels;
  const mean = Array.from({ length: channels }, (_, channel) => average(channel, (value) => value));
  const deviation = mean.map((center, channel) => Math.sqrt(average(channel, (value) => (value - center) ** 2)));
  return { mean, deviation };
}

/**
 * A table `[c, 256]` of the standardised value of each byte: its share of 255, unless there are statistics.
 *
 * @throws RangeError if there are not as many means and deviations as channels, or a deviation is not above 0.
 */
export function standardisationTable(statistics: ChannelStatistics | undefined, channels: number): Float32Array {
  const { mean, deviation } = statistics ?? { mean: Array(channels).fill(0), deviation: Array(channels).fill(1) };
  if (mean.length !== channels || deviation.length !== channels) {
    throw new RangeError(
      `normalise must hold a mean and a deviation for each of ${channels} channels: got ${mean.length} and ` +
        `${deviation.length}; use channelStatistics(data)`,
    );
  }
  const flat = deviation.findIndex((value) => !(value > 0));
  if (flat >= 0) {
    throw new RangeError(
      `normalise.deviation must be above 0: got ${deviation[flat]} for channel ${flat}; use 1 for a constant channel`,
    );
  }
  return Float32Array.from({ length: channels * 256 }, (_, i) => {
    const channel = Math.floor(i / 256);
    return ((i % 256) / 255 - mean[channel]!) / deviation[channel]!;
  });
}
