import { type AugmenterOptions, augmenter } from '../augment/augmenter.ts';
import { type Example, UNCHANGED } from '../augment/placement.ts';
import { writePicture } from '../augment/write-picture.ts';
import { type ChannelStatistics, standardisationTable } from '../channel-statistics.ts';
import { decodePicture } from '../decode/decode-picture.ts';
import { decodedChannels } from '../decode/decoded-channels.ts';
import type { EncodedPicture, StoredPicture } from '../sources/picture.ts';

/** What pictures become in a batch. */
export interface ExampleOptions extends AugmenterOptions {
  /**
   * What pixels are standardised by: (value / 255 − mean) / deviation, per channel.
   *
   * @default mean 0 and deviation 1, which leaves values in [0, 1]
   */
  readonly normalise?: ChannelStatistics;
}

/** Writes a picture into floats at an offset, augmented where there is an example to draw for. */
export type WriteExample = (
  out: Float32Array,
  offset: number,
  picture: EncodedPicture | StoredPicture,
  example?: Example,
) => Promise<void>;

/**
 * Makes the way of a picture into a batch: decoded to its view, recoloured, moved, mirrored and standardised. Without an
 * example it is resized and cropped in the middle.
 *
 * @throws RangeError if an option is out of its range.
 */
export function exampleWriter({ normalise, ...options }: ExampleOptions): WriteExample {
  const { shape } = options;
  const channels = decodedChannels(shape);
  const table = standardisationTable(normalise, channels);
  const changed = augmenter(options);
  const plain = augmenter({ ...options, augment: undefined });
  return async (out, offset, picture, example) => {
    const { view, recolor, look, place } = example ? changed : plain;
    const at = example ?? NOWHERE;
    if ('pixels' in picture) {
      checkChannels(picture, channels);
      writePicture(out, offset, look(picture, at).pixels, shape, example ? place(at) : UNCHANGED, table);
      return;
    }
    const { pixels } = await decodePicture(picture, { channels, view: (size) => view(size, at) });
    recolor(pixels, at);
    writePicture(out, offset, pixels, shape, example ? place(at) : UNCHANGED, table);
  };
}

/** Stands where nothing is drawn. */
const NOWHERE: Example = { seed: 0, stream: 0 };

function checkChannels({ shape, origin }: StoredPicture, channels: number): void {
  if (shape[2] === channels) return;
  throw new RangeError(
    `${origin}: expected ${channels} channels, got ${shape[2]}; give a shape of [h, w, ${shape[2]}]`,
  );
}
