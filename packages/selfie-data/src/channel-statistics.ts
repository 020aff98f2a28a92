import { checkDataset, type ImageDataset } from './dataset.ts';

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
  const counts = new Float64Array(channels * 256);
  for (let i = 0; i < data.images.length; i += channels) {
    for (let channel = 0; channel < channels; channel++) counts[channel * 256 + data.images[i + channel]!]!++;
  }
  const pixels = data.images.length / channels;
  const average = (channel: number, of: (value: number) => number) =>
    counts.subarray(channel * 256, channel * 256 + 256).reduce((sum, n, value) => sum + n * of(value / 255), 0) /
    pixels;
  const mean = Array.from({ length: channels }, (_, channel) => average(channel, (value) => value));
  const deviation = mean.map((center, channel) => Math.sqrt(average(channel, (value) => (value - center) ** 2)));
  return { mean, deviation };
}

/**
 * A table `[c, 256]` of the standardised value of each byte.
 *
 * @throws RangeError if there are not as many means and deviations as channels, or a deviation is not above 0.
 */
export function standardisationTable({ mean, deviation }: ChannelStatistics, channels: number): Float32Array {
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
