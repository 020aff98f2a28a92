import type { Shape } from '../sources/picture.ts';

/**
 * The channels that pictures are decoded to for a shape [h, w, c].
 *
 * @throws RangeError if these are neither red, green and blue nor their luma.
 */
export function decodedChannels(shape: Shape): 1 | 3 {
  const channels = shape[2];
  if (channels === 1 || channels === 3) return channels;
  throw new RangeError(`shape must end with 1 or 3 channels: got [${shape.join(', ')}]; use 3 for RGB`);
}
