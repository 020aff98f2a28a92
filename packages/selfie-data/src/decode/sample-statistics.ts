import { permutation } from 'selfie-random';
import { type ChannelStatistics, channelStatisticsOf } from '../channel-statistics.ts';
import type { EncodedPicture, Picture, PictureFiles, PictureStream } from '../sources/picture.ts';
import { type DecodeOptions, decodePicture } from './decode-picture.ts';

/** What mean and deviation are measured on; and how pictures are decoded for it. */
export interface SampleOptions extends DecodeOptions {
  /** Encoded pictures by index, or in a stream. */
  readonly source: PictureFiles | PictureStream<unknown>;
  /**
   * How many pictures are looked at: drawn from all of them by index, the first ones of a stream.
   *
   * @default 1000, or all where there are fewer
   */
  readonly count?: number;
  /**
   * Decides which pictures are drawn: an unsigned 32-bit integer.
   *
   * @default 0
   */
  readonly seed?: number;
}

/**
 * Mean and standard deviation of each channel, of values in [0, 1], over a sample of encoded pictures. Those that cannot
 * be read or decoded are left out.
 *
 * @throws RangeError if the count is no whole number above 0; what was wrong with the first picture, if none can be decoded.
 */
export async function sampleStatistics({
  source,
  count = 1000,
  seed = 0,
  ...options
}: SampleOptions): Promise<ChannelStatistics> {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number above 0: got ${count}; use e.g. 1000`);
  }
  return channelStatisticsOf(decoded('read' in source ? drawn(source, count, seed) : first(source, count), options));
}

/** A picture that is read when it is its turn. */
type Reader = () => Promise<EncodedPicture>;

async function* drawn(files: PictureFiles, count: number, seed: number): AsyncGenerator<Reader> {
  const order = permutation(files.length, { seed, stream: 0, site: 'data/statistics' });
  for (const index of order.subarray(0, count)) yield () => files.read(index);
}

async function* first(stream: PictureStream<unknown>, count: number): AsyncGenerator<Reader> {
  let left = count;
  for await (const sample of stream.samples()) {
    yield async () => sample;
    if (--left === 0) return;
  }
}

async function* decoded(sample: AsyncIterable<Reader>, options: DecodeOptions): AsyncGenerator<Picture> {
  let failure: unknown;
  let decodable = false;
  for await (const read of sample) {
    try {
      yield await decodePicture(await read(), options);
      decodable = true;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure && !decodable) throw failure;
}
